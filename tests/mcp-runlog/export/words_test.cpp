#include "mcp-runlog/export/words.hpp"

#include <cstdint>

#include "mcp-runlog/export/stories.hpp"
#include "mcp-runlog/export/totals.hpp"
#include "support/catch.hpp"

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

TEST_CASE("a duration is said in the two units that matter") {
  CHECK(runlog::duration_words(milliseconds(0)) == "0 ms");
  CHECK(runlog::duration_words(milliseconds(999)) == "999 ms");
  CHECK(runlog::duration_words(milliseconds(1250)) == "1.2 s");
  CHECK(runlog::duration_words(milliseconds(59'990)) == "1 min 00 s");
  CHECK(runlog::duration_words(seconds(245)) == "4 min 05 s");
  CHECK(runlog::duration_words(hours(2) + minutes(3)) == "2 h 03 min");
  CHECK(runlog::duration_words(hours(76)) == "3 d 04 h");
  CHECK(runlog::duration_words(milliseconds(-300)) == "-300 ms");
  CHECK_FALSE(runlog::duration_words(milliseconds(INT64_MIN)).empty());
}

TEST_CASE("a time is said from the beginning of the run, to the millisecond") {
  CHECK(runlog::offset_words(milliseconds(0)) == "+0:00.000");
  CHECK(runlog::offset_words(milliseconds(1250)) == "+0:01.250");
  CHECK(runlog::offset_words(milliseconds(-300)) == "-0:00.300");
  CHECK(runlog::offset_words(hours(1) + minutes(2) + milliseconds(3004)) == "+1:02:03.004");
}

TEST_CASE("amounts are said so that they can be read") {
  CHECK(runlog::bytes_words(812) == "812 B");
  CHECK(runlog::bytes_words(9800) == "9.8 kB");
  CHECK(runlog::bytes_words(1'234'567) == "1.2 MB");
  CHECK(runlog::money_words(1.239) == "$1.24");
  CHECK(runlog::money_words(0.0031) == "$0.0031");
  CHECK(runlog::number_words(1'204'117) == "1,204,117");
  CHECK(runlog::number_words(-1204) == "-1,204");
  CHECK(runlog::number_words(999) == "999");
  CHECK(runlog::count_words(1, "event") == "1 event");
  CHECK(runlog::count_words(1204, "event") == "1,204 events");
}

TEST_CASE("times of a run count from its start, and without one from its first event") {
  runlog::Story story = stories::rich();
  CHECK(runlog::origin_of(story) == story.timeline.moments[1].effective_at);
  std::erase_if(story.timeline.moments, [](const runlog::Moment& moment) {
    return moment.event.kind == runlog::Kind::run_start;
  });
  CHECK(runlog::origin_of(story) == story.timeline.moments[0].effective_at);
}

TEST_CASE("costs of one source are added up, and two sources that tell of the same are not") {
  runlog::Story story = stories::large(10);
  auto& moments = story.timeline.moments;
  for (std::size_t at = 1; at <= 4; ++at) {
    moments[at].event.kind = runlog::Kind::api;
    moments[at].event.source = at < 3 ? runlog::Source::otel : runlog::Source::transcript;
    moments[at].event.cost_usd = at < 3 ? 0.25 : 0.125;
    moments[at].event.tokens_in = 100;
  }
  const runlog::Totals totals = runlog::totals_of(story);
  CHECK(totals.cost_usd == 0.5);
  CHECK(totals.cost_told_by == runlog::Source::otel);
  CHECK(totals.tokens_in == 200);
}

TEST_CASE("of running totals the last counts") {
  runlog::Story story = stories::large(10);
  story.timeline.moments[3].event.cost_usd = 0.25;
  story.timeline.moments[6].event.cost_usd = 0.75;
  CHECK(runlog::totals_of(story).cost_usd == 0.75);
}

TEST_CASE("a run that tells of no cost has none") {
  CHECK_FALSE(runlog::totals_of(stories::large(10)).cost_usd);
}
