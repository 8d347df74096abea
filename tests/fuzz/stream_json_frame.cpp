// Any bytes as a frame of stream-json: they become events, and the same events again.

#include "base/text.hpp"
#include "fuzz/events.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/sources/stream_json.hpp"

FUZZ_TARGET(input) {
  constexpr std::int64_t number = 7;
  const auto read = runlog::read_stream_json_line(input, number, fuzz::surroundings());
  if (base::trimmed(input).empty()) {
    CHECK(read.events.empty());
    return;
  }
  fuzz::check_sound(read, runlog::read_stream_json_line(input, number, fuzz::surroundings()));
  for (const runlog::Event& event : read.events)
    if (event.kind == runlog::Kind::run_finish) runlog::finish_facts(event.body_json);
}
