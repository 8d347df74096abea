#pragma once
// Patch: a change of a file line by line, read from what sources tell: the structured patch of
// Claude Code's Edit and Write, or a unified diff as text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace runlog {

/// Further lines of a patch are counted and not kept.
inline constexpr std::size_t patch_lines_max = 2000;

struct PatchLine {
  enum class Kind { context, added, removed, note };

  Kind kind = Kind::context;
  std::int64_t old_number = 0;  ///< 0: not in the old file
  std::int64_t new_number = 0;
  std::string text = {};  ///< without its sign
};

struct Hunk {
  std::string heading;  ///< "@@ -1,4 +1,6 @@" with what followed
  std::vector<PatchLine> lines = {};
};

struct Patch {
  std::vector<Hunk> hunks = {};
  std::int64_t added = 0;
  std::int64_t removed = 0;
  std::size_t left_out = 0;  ///< lines
};

/// Nothing if the value is neither a list of hunks nor the text of a diff.
std::optional<Patch> patch_of(json::View value);

/// As a unified diff, without file names.
std::string unified(const Patch& patch);

/// "+3 -1".
std::string patch_words(const Patch& patch);

}  // namespace runlog
