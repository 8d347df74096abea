#pragma once
// Which run a call belongs to.

#include <string>
#include <string_view>

namespace crew {

/// Empty = none.
struct RunContext {
  std::string run_id;    ///< 36 lower-case characters
  std::string trace_id;  ///< what traceparent says, 32 lower-case hex digits
};

/// run_id is that of the baggage (W3C Baggage, key run_id); else the trace-id of traceparent (W3C
/// Trace Context) if it carries the version and variant of a UUIDv7; else `env_run_id` (RUN_ID of
/// the environment). Whatever is malformed counts as absent: a caller's tracing must never make a
/// call fail.
RunContext run_context(std::string_view baggage,
                       std::string_view traceparent,
                       std::string_view env_run_id);

/// The traceparent of what is started for this run, which must be a UUID: its hex digits are the
/// trace-id, and its root span follows from it, so that everybody gets the same.
std::string traceparent_of(std::string_view run_id);

}  // namespace crew
