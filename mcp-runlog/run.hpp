#pragma once
// Run: one piece of agent work, as its events tell it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace runlog {

enum class Status {
  open,
  ok,
  failed,
  cancelled,
  timeout,  ///< nothing was heard of it for so long that it counts as over
  orphaned  ///< open, and nobody said that it began: made of events of a session without a run
};

inline constexpr std::array<std::string_view, 6> status_names = {
    "open", "ok", "failed", "cancelled", "timeout", "orphaned"};

std::string_view name_of(Status status);
std::optional<Status> status_named(std::string_view name);

/// What was counted over the events of a run.
struct Counts {
  std::int64_t events = 0;
  std::int64_t tool_calls = 0;
  std::int64_t errors = 0;
  std::int64_t file_edits = 0;
};

struct Run {
  std::string run_id;
  std::string parent_run_id = {};
  std::string agent = {};
  std::string title = {};        ///< what it is about, one line: what woke the agent
  std::string trigger_key = {};  ///< what must not begin a second run: a room and an event
  Status status = Status::open;
  std::string outcome = {};       ///< in words, of the finish that counts
  bool outcome_disputed = false;  ///< a later finish said something else; both are kept
  base::Instant started_at = {};
  base::Instant last_at = {};  ///< the newest event
  std::optional<base::Instant> finished_at = {};
  Counts counts = {};
  std::vector<std::string> session_ids = {};
  std::vector<std::string> child_run_ids = {};
};

}  // namespace runlog
