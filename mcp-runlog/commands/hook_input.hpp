#pragma once
// What a hook of Claude Code gets on its stdin, as events.

#include <cstdint>
#include <string>

#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

struct HookInput {
  std::string text;        ///< the beginning, if it is longer than what is read as a whole
  std::int64_t bytes = 0;  ///< of all of it
};

/// Reads a descriptor to its end, in bounded memory; an error of reading counts as the end.
HookInput read_input(int from);

/// What can be told from the environment: AGENT_NAME, RUN_ID, TRACEPARENT. The team is not asked:
/// reading it takes longer than all the rest, so that a name of the right form is believed.
Surroundings surroundings_of_hook(base::Instant now);

/// At least one event, unless the input is empty.
Read events_of(const HookInput& input, const Surroundings& surroundings);

}  // namespace runlog
