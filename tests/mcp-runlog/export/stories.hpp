#pragma once
// Stories to be shown, built by hand: what sources told is not the matter here.

#include <string>

#include "mcp-runlog/story.hpp"

namespace stories {

/// A run with everything: chat, prompt, answers, Bash and Edit, a sub-agent, a memory decision over
/// the bus, log lines, an error, a denied call, one whose end was never told, clocks that differ,
/// costs, a child run.
runlog::Story rich();

/// Every text in it tries to be something else than text.
runlog::Story hostile();

/// So many events, two of three of them about tool calls.
runlog::Story large(std::size_t events);

/// A run of which nothing is known but its id.
runlog::Story empty();

/// What the hostile story says in every text.
extern const std::string hostile_text;

}  // namespace stories
