// Any text as a request state: never accepted, unless it is what was sealed; and whatever is sealed
// opens again, for its binding alone.

#include "mcp/request_state.hpp"
#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"

FUZZ_TARGET(input) {
  const mcp::RequestStates states([] { return base::Instant(std::chrono::hours(500'000)); },
                                  std::string(32, 'k'));
  const std::size_t half = input.size() / 2;
  const mcp::Binding binding{"devbot", input.substr(0, half), input.substr(half)};
  CHECK(!states.open(input, binding));

  const std::string token = states.seal(input, binding);
  const auto opened = states.open(token, binding);
  CHECK(static_cast<bool>(opened) == (input.size() <= base::limits::request_state_bytes_max));
  CHECK(!opened || *opened == input);
  CHECK(!states.open(token, {"infrabot", binding.method, binding.arguments}));
  // The same bytes, cut at another place.
  if (half > 0)
    CHECK(!states.open(token, {"devbot", input.substr(0, half - 1), input.substr(half - 1)}));
}
