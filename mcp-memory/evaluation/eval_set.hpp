#pragma once
// EvalSet: records and questions about them, to judge search by. docs/formats/eval-set.md.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"

namespace memory {

struct EvalRecord {
  std::string key;
  std::string project;
  std::string agent;
  std::string at;
  Draft record;
  std::string supersedes;  ///< key; empty if none
};

struct EvalQuestion {
  std::string kind;  ///< "class" in the file
  std::string half;  ///< "" if the set has no halves
  std::string project;
  std::string question;
  std::vector<std::string> expect;  ///< keys; empty: nothing answers it
  std::string as_of;
};

struct EvalSet {
  std::vector<EvalRecord> records;
  std::vector<EvalQuestion> questions;
};

/// Reads records.jsonl and questions.jsonl of the directory. invalid: names file and line, and
/// everything that is wrong there.
base::Result<EvalSet> read_eval_set(const std::filesystem::path& directory);

}  // namespace memory
