#include "mcp-runlog/export/jsonl.hpp"

#include <algorithm>

#include "mcp-runlog/export/stories.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using support::holds;

namespace {

/// What the reader says of the lines of a story after something was done to them.
template <class Change>
std::string complaint(const Change& change) {
  std::string text = runlog::run_lines(stories::rich());
  change(text);
  const auto read = runlog::read_run_lines(text);
  return read ? "no complaint" : read.error().message;
}

void replace_first(std::string& text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a run written as lines, read and written again is the same to the byte") {
  for (const runlog::Story& story : {stories::rich(), stories::large(500), stories::empty()}) {
    const std::string text = runlog::run_lines(story);
    const auto read = runlog::read_run_lines(text);
    REQUIRE(read);
    CHECK(read->run_id == story.run.run_id);
    CHECK(read->events.size() == story.timeline.moments.size());
    CHECK(runlog::run_lines(*read) == text);
  }
}

TEST_CASE("lines of a run give back every event as it was, in its order") {
  const runlog::Story story = stories::rich();
  const auto read = runlog::read_run_lines(runlog::run_lines(story));
  REQUIRE(read);
  for (std::size_t at = 0; at < read->events.size(); ++at)
    CHECK(runlog::event_line(read->events[at]) ==
          runlog::event_line(story.timeline.moments[at].event));
}

TEST_CASE("the first line of a run says the format, the run and how many events follow") {
  const std::string text = runlog::run_lines(stories::rich());
  CHECK(
      text.substr(0, text.find('\n')) ==
      R"({"format":"agent-smith-run/1","run_id":"0199c0de-0000-7000-8000-000000000002","events":32})");
}

TEST_CASE("what is wrong in lines of a run is said with its line") {
  CHECK(holds(complaint([](std::string& text) { text.clear(); }), "line 1: is not the header"));
  CHECK(holds(complaint([](std::string& text) { replace_first(text, "run/1", "run/2"); }),
              "line 1: is not the header of a run, {\"format\":\"agent-smith-run/1\""));
  CHECK(holds(complaint([](std::string& text) { replace_first(text, "0199c0de-", ""); }),
              "line 1: run_id must be a UUID"));
  CHECK(holds(complaint([](std::string& text) { replace_first(text, ":32}", ":-1}"); }),
              "line 1: events must be a number"));
  CHECK(holds(complaint([](std::string& text) { replace_first(text, "\n{\"id\"", "\n{\"ID\""); }),
              "line 2: "));
  CHECK(holds(complaint([](std::string& text) { text.insert(text.find('\n') + 1, "\n"); }),
              "line 2: "));
}

TEST_CASE("a file of a run that was cut off or has more than it says is refused") {
  CHECK(holds(
      complaint([](std::string& text) { text.resize(text.rfind('\n', text.size() - 2) + 1); }),
      "line 33: the file ends after 31 of 32 events: it was cut off"));
  CHECK(holds(complaint([](std::string& text) { replace_first(text, ":32}", ":31}"); }),
              "line 33: the header says 31 events, here is more"));
}

TEST_CASE("a file of a run that has an event twice is refused") {
  const std::string message = complaint([](std::string& text) {
    const std::size_t second = text.find('\n') + 1;
    const std::size_t third = text.find('\n', second) + 1;
    text.insert(third, text.substr(second, third - second));
    replace_first(text, ":32}", ":33}");
  });
  CHECK(message == "line 3: is the event of line 2 again");
}

TEST_CASE("a line of a run that is longer than any message is refused unread") {
  const std::string message = complaint([](std::string& text) {
    text.insert(text.find('\n') + 1, std::string(std::size_t{5} * 1024 * 1024, ' '));
  });
  CHECK(holds(message, "line 2: is longer than"));
}
