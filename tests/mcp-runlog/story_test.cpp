// Story: what several sources tell of one thing is one entry.

#include "mcp-runlog/story.hpp"

#include "desk.hpp"

using happenings::event;
using happenings::tool;
using runlog::Event;
using runlog::Kind;
using runlog::Source;

namespace {

Event told_by(Source source, Event event) {
  event.id = runlog::event_id(source, event.title);
  event.source = source;
  return event;
}

Event edit_of_call(Source source, const std::string& path, std::int64_t at) {
  Event edit = happenings::edit(path, at);
  edit.tool_use_id = "toolu_1";
  return told_by(source, edit);
}

struct Shown {
  std::string title;
  Source source;
  bool is_call;
};

std::vector<Shown> shown(const std::vector<Event>& events) {
  const runlog::Timeline timeline = runlog::timeline_of(events);
  std::vector<Shown> all;
  for (const runlog::Entry& entry : entries_of(timeline, runlog::tool_calls_of(timeline))) {
    const Event& first = timeline.moments[entry.moment].event;
    all.push_back({first.title, first.source, entry.call.has_value()});
  }
  return all;
}

}  // namespace

TEST_CASE("a call that hook, transcript and server tell of stands once, where it began") {
  const auto all = shown({happenings::note("before", 0),
                          tool("toolu_1", Kind::tool_start, 1'000),
                          told_by(Source::transcript, tool("toolu_1", Kind::tool_start, 1'100)),
                          told_by(Source::mcp, tool("toolu_1", Kind::tool_end, 1'500)),
                          happenings::note("within", 1'600),
                          tool("toolu_1", Kind::tool_end, 2'000),
                          told_by(Source::transcript, tool("toolu_1", Kind::tool_end, 2'100)),
                          happenings::note("after", 3'000)});
  REQUIRE(all.size() == 4);
  CHECK(all[0].title == "before");
  CHECK(all[1].is_call);
  CHECK(all[2].title == "within");
  CHECK(all[3].title == "after");
}

TEST_CASE("a call of which only the end was told stands where that is") {
  const auto all = shown({happenings::note("before", 0), tool("toolu_1", Kind::tool_error, 2'000)});
  REQUIRE(all.size() == 2);
  CHECK(all[1].is_call);
}

TEST_CASE("an edit that several sources tell of is shown once, as the hook tells it") {
  const auto all = shown({edit_of_call(Source::transcript, "a.cpp", 1'000),
                          edit_of_call(Source::hook, "a.cpp", 1'100),
                          edit_of_call(Source::transcript, "b.cpp", 1'200),
                          happenings::edit("a.cpp", 1'300)});
  REQUIRE(all.size() == 3);
  CHECK(all[0].source == Source::hook);
  CHECK(all[1].title == "edit b.cpp");
  CHECK(all[2].title == "edit a.cpp");
}

TEST_CASE("a story is all that is known of a run, with bodies or without") {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  using namespace happenings;
  Event hint = finish(run_a, 2'000, {.outcome = "Ended.", .hint = true});
  hint.source = Source::hook;
  devbot.deliver({start(run_a, 0),
                  of_run(run_a, edit("a.cpp", 1'000)),
                  hint,
                  of_run(run_a, note("more", 3'000))});
  const auto with = runlog::story_of(devbot.run_log(), {}, run_a, runlog::Bodies::all);
  const auto without = runlog::story_of(devbot.run_log(), {}, run_a, runlog::Bodies::none);
  REQUIRE(with);
  REQUIRE(without);
  REQUIRE(with->timeline.moments.size() == 4);
  for (std::size_t at = 0; at < 4; ++at) {
    const runlog::Moment& whole = with->timeline.moments[at];
    const runlog::Moment& light = without->timeline.moments[at];
    CHECK(whole.event.id == light.event.id);
    CHECK(whole.late == light.late);
    CHECK_FALSE(whole.late);
    CHECK(whole.event.body_json.empty() == (whole.event.kind == Kind::note));
    CHECK(light.event.body_json.empty());
  }
  const auto unknown = runlog::story_of(devbot.run_log(), {}, run_b, runlog::Bodies::all);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == base::ErrorKind::not_found);
}
