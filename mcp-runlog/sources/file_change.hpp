#pragma once
// File change: what a tool of Claude Code did to a file, as the structured result of Edit, Write,
// MultiEdit or NotebookEdit tells it. Texts of whole files are hashed and dropped; the patch stays.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace runlog {

struct FileChange {
  std::string path;        ///< as the tool was told
  bool is_new = false;     ///< the file was made
  std::string patch = {};  ///< unified diff; empty if the tool gave none
  std::optional<std::int64_t> lines_added = {};
  std::optional<std::int64_t> lines_removed = {};
  /// Of the text as the tool saw it, which may differ from the bytes on disk in line ends and
  /// encoding. Empty: unknown.
  std::string sha256_before = {};
  std::string sha256_after = {};
  bool changed_by_person = false;  ///< a person changed the edit before it was made
};

/// `tool` may be empty where the source does not name it: then the form of the result decides.
/// Nothing: the call changed no file.
std::optional<FileChange> file_change_of(std::string_view tool,
                                         json::View input,
                                         json::View result);

/// As the body of a file.edit.
std::string file_change_body(const FileChange& change);

/// "Edit src/a.cpp (+3 -1)"; `path` is the shown one.
std::string file_change_title(const FileChange& change,
                              std::string_view tool,
                              std::string_view path);

bool is_edit_tool(std::string_view tool);

/// Members of the input and of the result of such a call that the file.edit has in its patch.
const std::vector<std::string_view>& file_texts();

}  // namespace runlog
