#include "mcp-runlog/timeline.hpp"

#include "happenings.hpp"
#include "mcp-runlog/tool_calls.hpp"
#include "support/catch.hpp"

namespace {

using namespace happenings;
using runlog::Event;
using runlog::Kind;
using runlog::Source;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Titles = std::vector<std::string>;

Titles titles_of(const std::vector<Event>& events) {
  Titles titles;
  for (const runlog::Moment& moment : runlog::timeline_of(events).moments)
    titles.push_back(moment.event.title);
  return titles;
}

/// A message of another machine, as the bus has it.
Event published(const std::string& name, std::int64_t said, std::int64_t received) {
  Event made = event(Source::nats, name, Kind::bus, said);
  made.clock = "agent:infrabot";
  made.stream = "SWARM_EVENTS";
  made.sequence = received;
  made.received_at = at(received);
  return made;
}

/// What a server on another machine tells of a tool call.
Event within(const std::string& tool_use_id, const std::string& name, std::int64_t ms) {
  Event made = event(Source::mcp, name, Kind::tool_end, ms);
  made.clock = "host:other";
  made.tool_use_id = tool_use_id;
  return made;
}

/// A run in which three machines and the bus take part.
std::vector<Event> three_clocks() {
  Event own = published("own", 1500, 1505);
  own.clock = "host:one";  // the publisher says on which machine it is
  return {start(run_a, 0),
          tool("t1", Kind::tool_start, 1000),
          within("t1", "inner 1", 1400),
          own,
          tool("t1", Kind::tool_end, 2000),
          published("other 1", 2500, 2504),
          tool("t2", Kind::tool_start, 3000),
          within("t2", "inner 2", 3400),
          within("t2", "inner 3", 3600),
          tool("t2", Kind::tool_end, 4000),
          published("other 2", 4500, 4510),
          finish(run_a, 5000, {})};
}

TEST_CASE("events stand in the order of their times, whatever order they came in") {
  const Titles wanted = titles_of(three_clocks());
  REQUIRE(wanted.size() == 12);
  CHECK(wanted.front() == "start " + std::string(run_a));
  CHECK(wanted.back() == "finish " + std::string(run_a));
  for (unsigned seed = 0; seed < 50; ++seed)
    CHECK(titles_of(shuffled(three_clocks(), seed)) == wanted);
}

TEST_CASE("clocks that are wrong by five seconds change no order") {
  const Titles wanted = titles_of(three_clocks());
  for (const std::int64_t own : {-5000, 0, 5000})
    for (const std::int64_t other : {-5000, 0, 5000})
      for (const std::int64_t publisher : {-5000, 0, 5000})
        for (const std::int64_t bus : {-5000, 0, 5000}) {
          std::vector<Event> events = three_clocks();
          for (Event& event : events) {
            if (event.clock == "host:one") event.at += milliseconds(own);
            if (event.clock == "host:other") event.at += milliseconds(other);
            if (event.clock == "agent:infrabot") event.at += milliseconds(publisher);
            if (event.received_at) *event.received_at += milliseconds(bus);
          }
          INFO(own << " " << other << " " << publisher << " " << bus);
          CHECK(titles_of(events) == wanted);
        }
}

TEST_CASE("the timeline says by how much each clock is wrong, and how well that is known") {
  std::vector<Event> events = three_clocks();
  for (Event& event : events)
    if (event.clock == "host:other") event.at += seconds(5);
  const runlog::Timeline timeline = runlog::timeline_of(events);
  CHECK(timeline.reference_clock == "host:one");
  REQUIRE(timeline.offsets.size() == 2);
  CHECK(timeline.offsets[0].clock == "agent:infrabot");
  const runlog::ClockOffset& other = timeline.offsets[1];
  CHECK(other.clock == "host:other");
  REQUIRE(other.within);
  CHECK(std::chrono::abs(other.offset + seconds(5)) <= *other.within);
  CHECK(*other.within == milliseconds(400));
}

TEST_CASE("neighbours whose order is within the uncertainty are marked") {
  const runlog::Timeline timeline = runlog::timeline_of(three_clocks());
  const auto moment = [&](const std::string& title) {
    return *std::find_if(timeline.moments.begin(), timeline.moments.end(), [&](const auto& one) {
      return one.event.title == title;
    });
  };
  CHECK(moment("inner 1").approximate);
  CHECK_FALSE(moment("start " + std::string(run_a)).approximate);
}

TEST_CASE("of a clock that nothing links, what is near is marked and what is far is not") {
  Event near = of_run(run_a, note("near", 1200));
  near.clock = "host:stray";
  Event far = of_run(run_a, note("far", 60'000));
  far.clock = "host:stray";
  const runlog::Timeline timeline =
      runlog::timeline_of({start(run_a, 0), tool("t1", Kind::tool_start, 1000), near, far});
  REQUIRE(timeline.offsets.size() == 1);
  CHECK_FALSE(timeline.offsets[0].within);
  CHECK(timeline.moments[2].approximate);
  CHECK_FALSE(timeline.moments[3].approximate);
}

TEST_CASE("a message that waited in an outbox does not bend a clock") {
  const runlog::Timeline timeline =
      runlog::timeline_of({tool("t1", Kind::tool_start, 0), published("late", 1000, 3'600'000)});
  REQUIRE(timeline.offsets.size() == 1);
  CHECK(timeline.offsets[0].offset == milliseconds(0));
  CHECK_FALSE(timeline.offsets[0].within);
}

TEST_CASE("no event stands before its cause") {
  Event effect = note("effect", 10);
  effect.cause_id = note("cause", 0).id;
  CHECK(titles_of({effect, note("cause", 20), note("between", 15)}) ==
        Titles{"between", "cause", "effect"});
}

TEST_CASE("events of one stream stand in its order, even if its clock was set back") {
  std::vector<Event> lines;
  for (int number = 1; number <= 4; ++number) {
    Event line = event(Source::log, "line " + std::to_string(number), Kind::log, 100 - number * 10);
    line.stream = "build.log";
    line.sequence = number;
    lines.push_back(line);
  }
  CHECK(titles_of(shuffled(lines, 3)) == Titles{"line 1", "line 2", "line 3", "line 4"});
}

TEST_CASE("what woke the agent comes before the start, and the answer after the finish") {
  const Event woke = event(Source::matrix, "woke", Kind::message_in, 30);
  const Event answer = event(Source::matrix, "answer", Kind::message_out, 40);
  CHECK(
      titles_of({start(run_a, 10),
                 woke,
                 of_run(run_a, note("work", 5)),
                 finish(run_a, 40, {}),
                 answer}) ==
      Titles{
          "woke", "start " + std::string(run_a), "work", "finish " + std::string(run_a), "answer"});
}

TEST_CASE("the start of a call comes before its end, also when both say the same time") {
  const Titles order = titles_of(
      {tool("t1", Kind::tool_end, 10), edit("a.cpp", 10), tool("t1", Kind::tool_start, 10)});
  CHECK(order.front() == "t1 tool.start");
}

TEST_CASE("causes that go round in a circle are cut and reported") {
  Event one = note("one", 1);
  Event two = note("two", 2);
  Event three = note("three", 3);
  one.cause_id = three.id;
  two.cause_id = one.id;
  three.cause_id = two.id;
  const runlog::Timeline timeline = runlog::timeline_of({three, one, two});
  CHECK(timeline.contradictory);
  CHECK(titles_of({two, three, one}) == Titles{"one", "two", "three"});
}

TEST_CASE("a hundred thousand events with causes in circles are ordered") {
  std::vector<Event> events;
  for (int at_ms = 0; at_ms < 100'000; ++at_ms)
    events.push_back(note(std::to_string(at_ms), at_ms));
  for (std::size_t at = 0; at + 1 < events.size(); at += 2) {
    events[at].cause_id = events[at + 1].id;
    events[at + 1].cause_id = events[at].id;
  }
  const runlog::Timeline timeline = runlog::timeline_of(events);
  CHECK(timeline.contradictory);
  CHECK(timeline.moments.size() == events.size());
}

TEST_CASE("a run without events has an empty timeline") {
  CHECK(runlog::timeline_of({}).moments.empty());
}

TEST_CASE("tool calls: start and end of all sources become one object") {
  Event transcript = tool("t1", Kind::tool_end, 1900);
  transcript.source = Source::transcript;
  transcript.id = runlog::event_id(Source::transcript, "t1");
  const runlog::Timeline timeline = runlog::timeline_of({tool("t1", Kind::tool_start, 1000),
                                                         within("t1", "inner", 1400),
                                                         tool("t1", Kind::tool_end, 2000),
                                                         transcript,
                                                         tool("t2", Kind::tool_start, 3000),
                                                         tool("t3", Kind::tool_start, 3100),
                                                         tool("t3", Kind::tool_denied, 3200)});
  const auto calls = runlog::tool_calls_of(timeline);
  REQUIRE(calls.size() == 3);
  CHECK(calls[0].state == runlog::ToolCall::State::done);
  CHECK(calls[0].tool == "Bash");
  CHECK(calls[0].duration_ms == 1000);
  CHECK(timeline.moments[calls[0].end.value()].event.source == Source::hook);
  CHECK(calls[0].others.size() == 2);
  CHECK(calls[0].told_by.size() == 3);
  CHECK(calls[1].state == runlog::ToolCall::State::running);
  CHECK_FALSE(calls[1].end);
  CHECK(calls[2].state == runlog::ToolCall::State::denied);
}

}  // namespace
