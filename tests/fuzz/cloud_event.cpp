// Any message of the bus: becomes at least one event, which can be written and read. The first line
// is the subject, the lines up to a blank one are headers, the rest is the payload.

#include <algorithm>

#include "fuzz/fuzz.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/bus_message.hpp"

namespace {

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

nats::Message message_in(std::string_view input) {
  nats::Message message;
  message.sequence = 1;
  message.subject = take_line(input);
  for (std::string_view line = take_line(input); !line.empty(); line = take_line(input)) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    message.headers.push_back({std::string(line.substr(0, colon)),
                               std::string(line.substr(std::min(colon + 1, line.size())))});
  }
  message.payload = input;
  return message;
}

}  // namespace

FUZZ_TARGET(input) {
  const nats::Message message = message_in(input);
  const runlog::Read read = runlog::read_bus_message(message, "SWARM_EVENTS");
  CHECK(!read.events.empty());
  for (const runlog::Event& event : read.events) {
    CHECK(event.source == runlog::Source::nats);
    CHECK(json::parse(event.body_json));
    CHECK(runlog::read_event_line(runlog::event_line(event)));
  }
  const runlog::Read again = runlog::read_bus_message(message, "SWARM_EVENTS");
  CHECK(again.events == read.events);
}
