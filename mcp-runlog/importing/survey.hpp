#pragma once
// Survey: what only a file as a whole tells, found out before its lines are read.

#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "mcp-runlog/importing/import.hpp"
#include "mcp-runlog/importing/lines.hpp"

namespace runlog {

struct Survey {
  /// For lines before the first one that tells its time: that of this one; of a file in which none
  /// does, when it was last written. So the file gives the same events on any day. Exported events
  /// have times of their own.
  base::Instant at = {};
  /// Of a transcript, the session that most lines name, else the one that the file is named after;
  /// empty if neither tells.
  std::string session_id = {};
};

/// Leaves `lines` at the beginning. unavailable: nobody tells when the file was written.
base::Result<Survey> surveyed(const std::filesystem::path& file, ImportFormat format, Lines& lines);

}  // namespace runlog
