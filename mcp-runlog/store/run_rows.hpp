#pragma once
// Rows of the table runs: what the events of a run say of it as a whole. Worked out anew whenever
// an event of the run arrives; from the events alone, so that their order of arrival decides
// nothing.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/run.hpp"
#include "sqlite/connection.hpp"

namespace runlog {

/// Removes the row if nothing of the run is left.
base::Result<void> refresh_run(sqlite::Connection& connection, const std::string& run_id);

/// What has come to a run in one transaction.
struct News {
  std::int64_t first_ms;
  std::int64_t last_ms;
  std::string agent = {};        ///< that events name, if they all name this one or none
  bool changes_summary = false;  ///< perhaps: by a landmark, by events of several agents
};

/// `news` becomes that of both.
void join(News& news, const News& more);

/// True for the kinds that summaries are made of.
bool is_landmark(Kind kind);

/// The same as refresh_run, cheaply where the news cannot have changed more than the ends.
base::Result<void> note_news(sqlite::Connection& connection,
                             const std::string& run_id,
                             const News& news);

/// With counts, sessions and children.
base::Result<std::optional<Run>> find_run(sqlite::Connection& connection,
                                          const std::string& run_id);

}  // namespace runlog
