#pragma once
// A message of the bus as an event of a run. Whatever it is, it becomes one: a CloudEvent by its
// type (each of a batch its own), anything else kind bus, and what calls itself a CloudEvent and is
// none kind raw.
//
// The agent is the one that the subject names (swarm.events.<domain>.<agent>.<what>), because that
// is what the server enforces. Who claims to be another keeps the claim, in the body, with severity
// warning; the operator alone may speak for others. An answer of the server that somebody had sent
// to such a subject proves no agent: it is kept as raw, with severity warning.
//
// A time more than a day ahead of the server's, or more than a year behind it, is not believed: the
// claim stays in the body, with severity warning. A run.started binds no session: session_id and
// prompt_id stay in its body.
//
// The run is that of the first of these which is a UUID: header Swarm-Run-Id, attribute runid,
// run_id in the data, the trace-id of traceparent if it carries a UUIDv7, "[run=...]" in the text.

#include <string_view>

#include "mcp-runlog/sources/reading.hpp"
#include "nats/message.hpp"

namespace runlog {

/// `stream`: the name of the JetStream stream that the message is from.
Read read_bus_message(const nats::Message& message, std::string_view stream);

}  // namespace runlog
