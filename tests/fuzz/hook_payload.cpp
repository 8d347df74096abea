// Any bytes as the payload of a hook: they become events, and the same events again.

#include <set>
#include <string>

#include "fuzz/events.hpp"
#include "mcp-runlog/sources/claude_hook.hpp"

FUZZ_TARGET(input) {
  const runlog::Read read = runlog::read_hook(input, fuzz::surroundings());
  fuzz::check_sound(read, runlog::read_hook(input, fuzz::surroundings()));
  std::set<std::string> ids;
  for (const runlog::Event& event : read.events)
    CHECK(ids.insert(event.id).second);
}
