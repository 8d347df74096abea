// Completeness: which sources should have told of a run, and what is missing from it.

#include "mcp-runlog/completeness.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "happenings.hpp"
#include "support/catch.hpp"

using Catch::Contains;
using happenings::at;
using runlog::Completeness;
using runlog::Event;
using runlog::Kind;
using runlog::Presence;
using runlog::Source;
using runlog::Status;

namespace {

/// A run that is being judged.
struct Judged {
  runlog::Run run = {.run_id = happenings::run_a, .status = Status::ok, .finished_at = at(10'000)};
  std::vector<Event> events = {happenings::start(happenings::run_a, 0),
                               happenings::finish(happenings::run_a, 10'000, {.outcome = "Done."})};
  runlog::Expectations expectations = {};

  Completeness report() const {
    const runlog::Timeline timeline = runlog::timeline_of(events);
    return runlog::completeness_of(run, timeline, runlog::tool_calls_of(timeline), expectations);
  }
};

runlog::SourceReport of(const Completeness& report, Source source) {
  const auto found = std::find_if(report.sources.begin(),
                                  report.sources.end(),
                                  [&](const auto& one) { return one.source == source; });
  REQUIRE(found != report.sources.end());
  return *found;
}

runlog::FeedStanding feed(Source source, const std::string& name, std::int64_t last) {
  return {.feed = {source, name}, .first_at = at(0), .last_at = at(last)};
}

}  // namespace

TEST_CASE("a run of which nothing is expected and nothing missing is complete") {
  const Completeness report = Judged().report();
  CHECK(report.complete());
  CHECK(report.gaps.empty());
  const auto seen = of(report, Source::wrap);
  CHECK(seen.presence == Presence::seen);
  CHECK_FALSE(seen.expected);
  CHECK(seen.events == 2);
  CHECK(seen.first_at == at(0));
  CHECK(seen.last_at == at(10'000));
}

TEST_CASE("a run with a session is expected to be told by hooks") {
  Judged judged;
  judged.run.session_ids = {happenings::session};
  CHECK_FALSE(judged.report().complete());
  const auto silent = of(judged.report(), Source::hook);
  CHECK(silent.presence == Presence::silent);
  CHECK_THAT(silent.reason, Contains("the run has a session") && Contains("nothing came"));
  judged.events.push_back(happenings::event(Source::hook, "x", Kind::prompt, 1));
  CHECK(of(judged.report(), Source::hook).presence == Presence::seen);
  CHECK(judged.report().complete());
}

TEST_CASE("a run that calls tools of the memory is expected to be told by it") {
  Judged judged;
  Event start = happenings::tool("toolu_1", Kind::tool_start, 1);
  Event end = happenings::tool("toolu_1", Kind::tool_end, 2);
  start.tool = end.tool = "mcp__memory__brief";
  judged.events.insert(judged.events.end(), {start, end});
  CHECK(of(judged.report(), Source::mcp).presence == Presence::silent);
  CHECK_THAT(of(judged.report(), Source::mcp).reason, Contains("tools of the memory"));
}

TEST_CASE("a bus that is taken in is expected of runs that use the memory, and no others") {
  Judged judged;
  judged.expectations.feeds = {feed(Source::nats, "SWARM_EVENTS", 1), feed(Source::log, "x", 1)};
  judged.expectations.always = {Source::transcript};
  CHECK(judged.report().sources.size() == 2);
  CHECK_THAT(of(judged.report(), Source::transcript).reason, Contains("runlog.yaml expects it"));
  Event start = happenings::tool("toolu_1", Kind::tool_start, 1);
  start.tool = "mcp__memory__write_record";
  judged.events.push_back(start);
  CHECK_THAT(of(judged.report(), Source::nats).reason, Contains("the bus is taken in"));
  CHECK(of(judged.report(), Source::nats).presence == Presence::silent);
}

TEST_CASE("a source with trouble while the run went on is failing, even if it was seen") {
  Judged judged;
  judged.events.push_back(happenings::event(Source::nats, "x", Kind::bus, 1));
  judged.expectations.feeds = {feed(Source::nats, "SWARM_EVENTS", 1)};
  judged.expectations.outages = {{.feed = {Source::nats, "SWARM_EVENTS"},
                                  .from = at(5'000),
                                  .until = at(6'000),
                                  .trouble = "no server answers"}};
  const auto failing = of(judged.report(), Source::nats);
  CHECK(failing.presence == Presence::failing);
  CHECK_THAT(failing.reason, Contains("no server answers") && Contains(base::to_iso(at(5'000))));
  CHECK_FALSE(judged.report().complete());
  judged.expectations.outages[0].feed.source = Source::log;  // tells nothing of this run
  CHECK(of(judged.report(), Source::nats).presence == Presence::seen);
  CHECK(judged.report().complete());
}

TEST_CASE("calls with one end only, unknown beginnings and ends, and raw events are gaps") {
  Judged judged;
  judged.events.push_back(happenings::tool("toolu_1", Kind::tool_start, 1));
  judged.events.push_back(happenings::tool("toolu_2", Kind::tool_end, 2));
  judged.events.push_back(happenings::event(Source::hook, "odd", Kind::raw, 3));
  auto gaps = judged.report().gaps;
  CHECK(gaps == std::vector<std::string>{"the end of Bash toolu_1 was never told",
                                         "the start of Bash toolu_2 was never told",
                                         "1 events could not be read and are kept raw"});
  CHECK_FALSE(judged.report().complete());
  judged.run.status = Status::orphaned;
  judged.run.finished_at.reset();
  gaps = judged.report().gaps;
  CHECK_THAT(gaps, Catch::VectorContains(std::string("nobody said how this run began")));
  // It may still come.
  CHECK_THAT(gaps, !Catch::VectorContains(std::string("the end of Bash toolu_1 was never told")));
  judged.run.status = Status::timeout;
  CHECK_THAT(judged.report().gaps,
             Catch::VectorContains(std::string("nobody said how this run ended")));
}

TEST_CASE("many gaps are counted, not all listed") {
  Judged judged;
  for (int number = 0; number < 50; ++number)
    judged.events.push_back(
        happenings::tool(base::format("toolu_{}", number), Kind::tool_start, number));
  const auto gaps = judged.report().gaps;
  CHECK(gaps.size() == 21);
  CHECK(gaps.back() == "and 30 more");
}
