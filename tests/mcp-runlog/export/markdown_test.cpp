#include "mcp-runlog/export/markdown.hpp"

#include <sstream>

#include "mcp-runlog/export/markdown_text.hpp"
#include "mcp-runlog/export/stories.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using support::holds;

namespace {

std::size_t leading(std::string_view line, char c) {
  const std::size_t end = line.find_first_not_of(c);
  return end == std::string_view::npos ? line.size() : end;
}

/// The line without its code spans, by CommonMark: a span ends at a run of as many backticks as it
/// began with.
std::string without_spans(std::string_view line) {
  std::string rest;
  while (!line.empty()) {
    const std::size_t ticks = leading(line, '`');
    if (ticks == 0) {
      rest += line.front();
      line.remove_prefix(1);
      continue;
    }
    line.remove_prefix(ticks);
    while (!line.empty()) {
      const std::size_t run = leading(line, '`');
      line.remove_prefix(run == 0 ? 1 : run);
      if (run == ticks) break;
    }
  }
  return rest;
}

/// What of a document is neither in a fenced block nor in a code span.
std::string outside_code(const std::string& markdown) {
  std::istringstream lines(markdown);
  std::string outside;
  std::size_t fence = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t ticks = leading(line, '`');
    const bool is_closing = fence > 0 && ticks >= fence && ticks == line.size();
    if (is_closing) {
      fence = 0;
    } else if (fence == 0 && ticks >= 3) {
      fence = ticks;
    } else if (fence == 0) {
      outside += without_spans(line) + "\n";
    }
  }
  CHECK(fence == 0);
  return outside;
}

}  // namespace

TEST_CASE("a report says what the run was, what is known of it and what happened when") {
  const std::string report = runlog::markdown_report(stories::rich());
  for (const char* said : {
           "# Run `The upload retries hammer the registry, please look into it`",
           "| Outcome | **ok**: `Uploads back off exponentially up to 60 s; branch fix/backoff",
           "| Took | 1 min 05 s |",
           "| Cost | $0.18 as otel tells |",
           "**Something is missing.**",
           "| nats | failing | 1 | `configured; cannot be reached since 20:27:31` |",
           "- `the end of Bash toolu_7 was never told`",
           "The clock `host:registry-2`: 2.0 s were added to its times, right within 40 ms.",
           "| -0:00.420 | matrix | `devbot / kim` | message.in |",
           "| ~+0:02.300 | transcript | `devbot` | assistant |",
           "(after the finish)",
           "### 6. `Bash`: denied, at +0:33.000",
           "### 8. `Bash`: end not told, at +0:52.300",
           "Change: `structuredPatch` +3 -1\n\n```diff\n@@ -41,5 +41,7 @@\n",
       })
    CHECK(holds(report, said));
}

TEST_CASE("nothing that a run said gets out of code in a report") {
  const std::string report = runlog::markdown_report(stories::hostile());
  CHECK(holds(report, "<script>document.title='owned'</script>"));
  const std::string outside = outside_code(report);
  for (const char* part : {"<", "javascript", "evil", "@everyone", "alert", "![", "owned"})
    CHECK_FALSE(holds(outside, part));
  for (const char* hidden : {"\x1B", "\x07", "\u202E", "\u200B"})
    CHECK_FALSE(holds(report, hidden));
}

TEST_CASE("a code span is longer than any backticks within it") {
  CHECK(runlog::code_span("plain", 100) == "`plain`");
  CHECK(runlog::code_span("a `` b", 100) == "```a `` b```");
  CHECK(runlog::code_span("`x`", 100) == "`` `x` ``");
  CHECK(runlog::code_span(" \n ", 100) == "–");
  CHECK(runlog::code_span("two\nlines", 100) == "`two lines`");
  CHECK(runlog::code_cell("a | b", 100) == "`a \\| b`");
}

TEST_CASE("a fence is longer than any backticks within it, and says what it leaves out") {
  CHECK(runlog::fenced("x", "text", 100) == "```text\nx\n```\n");
  CHECK(runlog::fenced("````\nx", "text", 100) == "`````text\n````\nx\n`````\n");
  CHECK(runlog::fenced(std::string(3000, 'x'), "text", 10) ==
        "```text\nxxxxxxxxxx\n```\n\nShortened: 3.0 kB in all.\n");
}

TEST_CASE("a report of a run of which nothing is known is still a report") {
  const std::string report = runlog::markdown_report(stories::empty());
  CHECK(holds(report, "# Run `0199c0de-0000-7000-8000-000000000002`"));
  CHECK_FALSE(holds(report, "## Tool calls"));
}
