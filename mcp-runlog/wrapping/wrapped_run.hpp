#pragma once
// WrappedRun: a run that is one command, in the events that tell of it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/wrapping/child.hpp"
#include "mcp-runlog/wrapping/scribe.hpp"

namespace runlog {

struct WrappedRun {
  std::string run_id;
  std::string parent_run_id = {};
  std::string title;
  std::string agent = {};
  std::vector<std::string> words;  ///< the command and its arguments
  std::string directory;           ///< where it runs
  std::string clock;               ///< as Event::clock
};

/// How a run ended that is one command.
struct WrappedEnd {
  ChildEnd child = {};
  std::string not_started = {};   ///< why it did not begin; empty: it did
  bool was_asked_to_end = false;  ///< by a signal
  std::int64_t lines = 0;         ///< that it wrote
  Omission omission = {};
};

Event start_event(const WrappedRun& run, base::Instant at);

/// Severity tells stdout (info) from stderr (warning).
Event line_event(const WrappedRun& run, const WrittenLine& line);

Event finish_event(const WrappedRun& run, const WrappedEnd& end, base::Instant at);

/// `environment` (NAME=value) with RUN_ID and TRACEPARENT of the run in place of what they were,
/// and without TRACESTATE, which belongs to another trace.
std::vector<std::string> environment_of(const WrappedRun& run,
                                        const std::vector<std::string>& environment);

}  // namespace runlog
