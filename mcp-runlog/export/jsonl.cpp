#include "mcp-runlog/export/jsonl.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/body.hpp"
#include "mcp-runlog/format/event_line.hpp"

namespace runlog {
namespace {

/// Far more than any run has; a file that says more is none of ours.
constexpr std::int64_t events_max = 1'000'000;

struct Header {
  std::string run_id;
  std::int64_t events = 0;
};

std::string header_line(std::string_view run_id, std::size_t events) {
  json::Writer out;
  out.begin_object()
      .member("format", run_lines_format)
      .member("run_id", run_id)
      .member("events", static_cast<std::int64_t>(events))
      .end_object();
  return out.take() + "\n";
}

base::Error at_line(std::size_t line, std::string_view what) {
  return base::invalid(base::format("line {}: {}", line, what));
}

base::Result<Header> header_of(std::string_view line) {
  const auto document = json::parse(line);
  const json::View header = document ? document->root() : json::View();
  if (text_in(header, "format") != run_lines_format)
    return at_line(
        1, base::format("is not the header of a run, {{\"format\":\"{}\",...}}", run_lines_format));
  const std::string_view run_id = text_in(header, "run_id");
  if (!base::is_uuid(run_id) || base::lower(run_id) != run_id)
    return at_line(1, "run_id must be a UUID in lower case");
  const json::View events = header.find("events");
  if (!events.is(json::Kind::integer) || events.integer() < 0 || events.integer() > events_max)
    return at_line(1, base::format("events must be a number up to {}", events_max));
  return Header{std::string(run_id), events.integer()};
}

base::Result<Event> event_of(std::string_view line, std::size_t number) {
  if (line.size() > base::limits::message_bytes_max)
    return at_line(number,
                   base::format("is longer than {} bytes", base::limits::message_bytes_max));
  auto event = read_event_line(line);
  if (!event) return at_line(number, event.error().message);
  return event;
}

/// The text up to the next line feed, which is taken as well.
std::string_view taken_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

}  // namespace

std::string run_lines(const RunLines& lines) {
  std::string text = header_line(lines.run_id, lines.events.size());
  for (const Event& event : lines.events)
    text += event_line(event) + "\n";
  return text;
}

std::string run_lines(const Story& story) {
  std::string text = header_line(story.run.run_id, story.timeline.moments.size());
  for (const Moment& moment : story.timeline.moments)
    text += event_line(moment.event) + "\n";
  return text;
}

base::Result<std::optional<Event>> RunLinesReading::take(std::string_view line) {
  ++number_;
  if (number_ == 1) {
    Header header = TRY(header_of(line));
    run_id_ = std::move(header.run_id);
    events_ = static_cast<std::size_t>(header.events);
    return std::optional<Event>();
  }
  if (seen_.size() == events_)
    return at_line(number_, base::format("the header says {} events, here is more", events_));
  Event event = TRY(event_of(line, number_));
  if (const auto [first, is_new] = seen_.emplace(event.id, number_); !is_new)
    return at_line(number_, base::format("is the event of line {} again", first->second));
  return std::optional(std::move(event));
}

base::Result<void> RunLinesReading::finish() const {
  if (number_ > 0 && seen_.size() == events_) return {};
  return at_line(
      number_ + 1,
      base::format("the file ends after {} of {} events: it was cut off", seen_.size(), events_));
}

base::Result<RunLines> read_run_lines(std::string_view text) {
  RunLinesReading reading;
  RunLines lines;
  do {
    auto event = TRY(reading.take(taken_line(text)));
    if (event) lines.events.push_back(std::move(*event));
  } while (!text.empty());
  TRY(reading.finish());
  lines.run_id = reading.run_id();
  return lines;
}

}  // namespace runlog
