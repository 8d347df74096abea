#include "mcp-runlog/export/terminal.hpp"

#include <regex>
#include <sstream>

#include "mcp-runlog/export/stories.hpp"
#include "mcp-runlog/export/terminal_text.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using support::holds;

namespace {

using runlog::Side;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

/// Without the colours that this program itself sets.
std::string without_colours(const std::string& text) {
  return std::regex_replace(text, std::regex("\x1B\\[[0-9]+m"), "");
}

bool has_control_characters(const std::string& text) {
  for (const char c : text) {
    if ((c >= 0 && c < ' ' && c != '\n') || c == '\x7F') return true;
  }
  return holds(text, "\u202E") || holds(text, "\u200B");
}

}  // namespace

TEST_CASE("a run in a terminal has its heading, what is missing, and a line an entry") {
  const std::string shown = runlog::terminal_story(stories::rich(), {.width = 120});
  const auto lines = lines_of(shown);
  CHECK(lines[0] == "The upload retries hammer the registry, please look into it");
  CHECK(lines[1] ==
        "ok  devbot  2026-09-21 14:13:20 UTC  1 min 05 s  32 events, 8 tool calls, 1 error, $0.18");
  CHECK(holds(shown, "! the end of Bash toolu_7 was never told\n"));
  CHECK(holds(shown, "! nats is failing: configured; cannot be reached since 20:27:31\n"));
  CHECK(holds(shown,
              " +0:33.000  hook         devbot              tool            Bash: git push --force "
              "origin main  "));
  CHECK(holds(shown, "~+0:02.300  transcript   devbot              assistant "));
  CHECK(holds(shown, "file.edit       src/upload/retry.cpp +3 -1\n"));
  CHECK(holds(shown, "Bash: make test  failed, 16.8 s\n"));
}

TEST_CASE("no line in a terminal is wider than the terminal, whatever a run says") {
  for (const std::size_t width : {std::size_t{60}, std::size_t{80}, std::size_t{133}}) {
    for (const runlog::Story& story : {stories::rich(), stories::hostile(), stories::empty()}) {
      for (const std::string& line : lines_of(runlog::terminal_story(story, {.width = width})))
        CHECK(runlog::columns_of(line) <= width);
    }
  }
}

TEST_CASE("control characters of data never reach a terminal") {
  const runlog::Story story = stories::hostile();
  CHECK_FALSE(has_control_characters(runlog::terminal_story(story, {})));
  CHECK_FALSE(has_control_characters(
      without_colours(runlog::terminal_story(story, {.width = 100, .colour = true}))));
  CHECK_FALSE(has_control_characters(runlog::terminal_line(story.run, {})));
}

TEST_CASE("a terminal has colour only if asked, and the same words") {
  const std::string plain = runlog::terminal_story(stories::rich(), {});
  const std::string coloured =
      runlog::terminal_story(stories::rich(), {.width = 100, .colour = true});
  CHECK_FALSE(holds(plain, "\x1B"));
  CHECK(holds(coloured, "\x1B[31m"));
  CHECK(without_colours(coloured) == plain);
}

TEST_CASE("an event that is followed is one line with its time of day") {
  const runlog::Event event = stories::rich().timeline.moments.front().event;
  CHECK(runlog::terminal_line(event, {.width = 120}) ==
        "14:13:19.580  matrix       devbot / kim        message.in      The upload retries hammer "
        "the "
        "registry, please look into…");
}

TEST_CASE("a run in a list is one line") {
  CHECK(runlog::terminal_line(stories::rich().run, {.width = 130}) ==
        "2026-09-21 14:13  0199c0de-0000-7000-8000-000000000002  ok         devbot              "
        "1 min 05 s  The upload retries hammer the …");
}

TEST_CASE("columns are those that a terminal shows") {
  CHECK(runlog::columns_of("abc") == 3);
  CHECK(runlog::columns_of("日本") == 4);
  CHECK(runlog::columns_of("e\u0301") == 1);
  CHECK(runlog::fitted("日本語", 4) == "日… ");
  CHECK(runlog::fitted("abc", 5) == "abc  ");
  CHECK(runlog::fitted("abc", 5, Side::right) == "  abc");
  CHECK(runlog::fitted("abcdef", 5) == "abcd…");
  CHECK(runlog::at_most("abc", 0).empty());
}
