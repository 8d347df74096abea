#pragma once
// ToolCall: one call of a tool of this suite that belongs to a run, as its server tells it to
// others: to the run log by a line in its spool, and to the bus. Both tell of one event, which has
// the id of the call. Texts are short, redacted and without hidden characters.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace activity {

struct ToolCall {
  std::string call_id;  ///< different for every call in the world; its message id on the bus
  std::string id;       ///< of the event: event_id_of()
  std::string server;
  std::string tool;
  std::string title;      ///< the tool, and the first thing that it was asked
  std::string arguments;  ///< JSON in outline
  std::string agent;      ///< empty if that cannot be said
  std::string run_id;     ///< a UUID in lower case
  std::string trace_id = {};
  std::string tool_use_id = {};  ///< how the client tells the call from others
  base::Instant ended = {};
  std::int64_t duration_ms = 0;
  bool is_reading = false;   ///< the tool changes nothing
  std::string failure = {};  ///< the first words of the error; empty if it worked
};

/// What the run log makes of a message with this id that the agent sent over the bus, so that the
/// line in the spool is the same event. Nobody else can send one that is taken for it.
std::string event_id_of(std::string_view agent, std::string_view call_id);

/// One line of the format of docs/formats/run-events.md, without its line feed.
std::string event_line(const ToolCall& call);

}  // namespace activity
