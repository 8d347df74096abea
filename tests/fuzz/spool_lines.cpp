// Any bytes as the file of a spool: every line is an event or is kept raw, whatever the file is cut
// into, and what is kept raw is a line of the spool itself.

#include <optional>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/spool/spool.hpp"
#include "support/temporary_directory.hpp"

namespace {

const support::TemporaryDirectory& place() {
  static const support::TemporaryDirectory directory;
  return directory;
}

std::vector<runlog::Event> events_in(std::string_view bytes, std::size_t events_max) {
  place().write("runlog-spool/events.jsonl", bytes);
  runlog::Spool spool(place().path());
  std::vector<runlog::Event> events;
  const auto drained = spool.drain(
      events_max, {}, [&](std::span<const runlog::Delivery> some) -> base::Result<void> {
        std::size_t count = 0;
        for (const runlog::Delivery& one : some) {
          count += one.events.size();
          events.insert(events.end(), one.events.begin(), one.events.end());
        }
        CHECK(count <= events_max);
        return {};
      });
  CHECK(drained);
  CHECK(spool.waiting_bytes() == 0);
  return events;
}

}  // namespace

FUZZ_TARGET(input) {
  const auto events = events_in(input, 3);
  for (const runlog::Event& event : events) {
    const auto again = runlog::read_event_line(runlog::event_line(event));
    CHECK(again);
    CHECK(*again == event);
  }
  CHECK(events_in(input, 1).size() == events.size());
}
