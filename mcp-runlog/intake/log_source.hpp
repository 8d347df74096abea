#pragma once
// LogSource: one log that lines come from, and what is known of it beside them.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "mcp-runlog/following/follower.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

struct LogSource {
  Feed feed;
  std::unique_ptr<Follower> follower;
  std::string agent = {};                     ///< whose lines these are; empty: as LineRules say
  std::optional<base::Instant> told_at = {};  ///< the time told last in front of what comes
};

/// `position`: of a delivery of this feed (log_place.hpp), or empty.
LogSource log_source(Feed feed, const std::filesystem::path& file, std::string_view position);

}  // namespace runlog
