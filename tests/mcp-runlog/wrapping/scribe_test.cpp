#include "mcp-runlog/wrapping/scribe.hpp"

#include <atomic>

#include "mcp-runlog/wrapping/output_lines.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace {

using runlog::Channel;
using runlog::Event;
using runlog::OutputLines;
using runlog::Scribe;
using runlog::WrittenLine;

constexpr base::Instant told_at{std::chrono::milliseconds(1'790'000'000'000)};

std::vector<Event> event_of(const WrittenLine& line) {
  Event event{.at = line.at, .title = line.text};
  event.sequence = line.number;
  event.severity =
      line.channel == Channel::errors ? runlog::Severity::warning : runlog::Severity::info;
  return {event};
}

/// Keeps what a scribe writes; its thread writes, the test reads after finish().
struct Book {
  std::vector<Event> events;
  std::atomic<std::size_t> batches{0};

  runlog::Keep keep() {
    return [this](std::span<const Event> some) -> base::Result<void> {
      events.insert(events.end(), some.begin(), some.end());
      ++batches;
      return {};
    };
  }
};

std::vector<std::string> texts(const std::vector<runlog::OutputLine>& lines) {
  std::vector<std::string> all;
  for (const auto& line : lines)
    all.push_back(line.text);
  return all;
}

}  // namespace

TEST_CASE("lines end where they end, however they come") {
  OutputLines lines;
  CHECK(lines.take("on").empty());
  CHECK(texts(lines.take("e\r\n\ntw")) == std::vector<std::string>{"one", ""});
  CHECK(texts(lines.take("o\nthree")) == std::vector<std::string>{"two"});
  CHECK(texts(lines.take_rest()) == std::vector<std::string>{"three"});
  CHECK(lines.take_rest().empty());
}

TEST_CASE("a line without an end costs no more than its beginning") {
  OutputLines lines;
  for (int piece = 0; piece < 100; ++piece)
    CHECK(lines.take(std::string(100'000, 'x')).empty());
  const auto rest = lines.take_rest();
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].bytes == 10'000'000);
  CHECK(rest[0].text.size() < 1'000'000);
}

TEST_CASE("every line of both channels is written down, numbered in the order it came") {
  Book book;
  Scribe scribe(event_of, book.keep(), [] { return told_at; });
  scribe.take(Channel::output, "one\ntw");
  scribe.take(Channel::errors, "oh\n");
  scribe.take(Channel::output, "o\nlast");
  const auto omission = scribe.finish();
  CHECK(omission.bytes == 0);
  CHECK(omission.trouble.empty());
  REQUIRE(book.events.size() == 4);
  CHECK(scribe.lines() == 4);
  CHECK(book.events[0].title == "one");
  CHECK(book.events[1].title == "oh");
  CHECK(book.events[1].severity == runlog::Severity::warning);
  CHECK(book.events[2].title == "two");
  CHECK(book.events[3].title == "last");
  CHECK(book.events[3].sequence == 4);
}

TEST_CASE("a few lines are written down soon, not only at the end") {
  Book book;
  Scribe scribe(event_of, book.keep(), [] { return told_at; });
  scribe.take(Channel::output, "one\n");
  CHECK(support::eventually([&] { return book.batches > 0; }));
  scribe.finish();
}

TEST_CASE("many lines are written down in batches") {
  Book book;
  Scribe scribe(event_of, book.keep(), [] { return told_at; });
  std::string text;
  for (int line = 0; line < 1000; ++line)
    text += "line\n";
  scribe.take(Channel::output, text);
  scribe.finish();
  CHECK(book.events.size() == 1000);
  CHECK(book.batches >= 10);
  CHECK(book.batches <= 20);
}

TEST_CASE("more than is kept of one command is counted, and breaks no line") {
  Book book;
  Scribe scribe(event_of, book.keep(), [] { return told_at; });
  const std::string piece(100'000, 'x');
  for (int count = 0; count < 400; ++count)
    scribe.take(Channel::output, piece + "\n");
  const auto omission = scribe.finish();
  CHECK(omission.bytes > 20'000'000);
  for (const Event& event : book.events)
    CHECK(event.title.size() <= piece.size());
}

TEST_CASE("more lines than are kept of one command are counted") {
  Book book;
  Scribe scribe(event_of, book.keep(), [] { return told_at; });
  std::string text;
  for (int line = 0; line < 150'000; ++line)
    text += "0123456789\n";
  scribe.take(Channel::output, text);
  const auto omission = scribe.finish();
  CHECK(book.events.size() == 100'000);
  CHECK(omission.bytes == 500'000);
}

TEST_CASE("trouble with keeping is told in the end, once, and stops nothing") {
  Scribe scribe(
      event_of,
      [](std::span<const Event>) { return base::Result<void>(base::unavailable("disk full")); },
      [] { return told_at; });
  for (int line = 0; line < 500; ++line)
    scribe.take(Channel::output, "line\n");
  const auto omission = scribe.finish();
  CHECK(omission.trouble == "disk full");
  CHECK(scribe.lines() == 500);
}
