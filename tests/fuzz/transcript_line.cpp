// Any bytes as a line of a transcript: they become events, and the same events again.

#include "base/text.hpp"
#include "fuzz/events.hpp"
#include "mcp-runlog/sources/transcript.hpp"

FUZZ_TARGET(input) {
  constexpr std::int64_t number = 7;
  const auto read = runlog::read_transcript_line(input, number, fuzz::surroundings());
  if (base::trimmed(input).empty()) {
    CHECK(read.events.empty());
    return;
  }
  fuzz::check_sound(read, runlog::read_transcript_line(input, number, fuzz::surroundings()));
}
