// get_event, list_runs, search_runs and source_status.

#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;
using runlog::Kind;
using runlog::Source;
using Words = std::vector<std::string>;

namespace {

struct ReadingToolsFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
};

runlog::Event said(const std::string& run_id, const std::string& words, std::int64_t at) {
  runlog::Event event = happenings::of_run(run_id, happenings::note(words, at));
  event.body_json = R"({"text":"a quick brown fox"})";
  return event;
}

}  // namespace

TEST_CASE_METHOD(ReadingToolsFixture,
                 "an event is shown whole, with its runs, in either case of its id") {
  const runlog::Event event = said(run_a, "Look here", 1'000);
  devbot.deliver({event});
  std::string upper = event.id;
  for (char& letter : upper)
    letter = static_cast<char>(std::toupper(letter));
  for (const std::string& id : {event.id, upper}) {
    const auto got = devbot.must("get_event", R"({"event_id":")" + id + "\"}");
    CHECK(got.structured().find("event").find("body").find("text").text() == "a quick brown fox");
    CHECK(got.structured().find("run_ids").item(0).text() == run_a);
  }
  CHECK_THAT(devbot.refused("get_event", R"({"event_id":"none"})"),
             Contains("there is no event none") && Contains("get_timeline"));
}

TEST_CASE_METHOD(ReadingToolsFixture,
                 "runs are listed newest first, by what is asked for, in pages") {
  using namespace happenings;
  devbot.deliver({start(run_a, 0, {.title = "Older", .agent = "infrabot"}),
                  finish(run_a, 1'000, {.status = runlog::Status::failed, .outcome = "No luck."}),
                  start(run_b, 10'000, {.title = "Newer"})});
  const auto ids = [&](const std::string& arguments) {
    return devbot.must("list_runs", arguments).each("runs", "run_id");
  };
  CHECK(ids("{}") == Words{run_b, run_a});
  CHECK(ids(R"({"agent":"infrabot"})") == Words{run_a});
  CHECK(ids(R"({"status":"failed"})") == Words{run_a});
  CHECK(ids(R"({"status":"open"})") == Words{run_b});
  CHECK(ids(R"({"since":")" + base::to_iso(at(5'000)) + "\"}") == Words{run_b});
  CHECK(ids(R"({"since":"7d"})") == Words{run_b, run_a});
  CHECK(ids(R"({"agent":"nobody"})").empty());
  const auto first = devbot.must("list_runs", R"({"limit":1})");
  CHECK(first.each("runs", "run_id") == Words{run_b});
  CHECK(ids(R"({"limit":1,"cursor":")" + first.member("next_cursor") + "\"}") == Words{run_a});
  CHECK_THAT(first.text, Contains(first.member("next_cursor")) && Contains("Newer"));
  CHECK_THAT(devbot.must("list_runs", "{}").text, Contains("failed") && Contains("No luck."));
}

TEST_CASE_METHOD(ReadingToolsFixture,
                 "events are found by words of title and body, newest first, in pages") {
  devbot.deliver({said(run_a, "Disk full", 1'000)});
  devbot.deliver({said(run_b, "Disk empty", 2'000)});
  const auto titles = [&](const std::string& arguments) {
    return devbot.must("search_runs", arguments).each("hits", "title");
  };
  CHECK(titles(R"({"words":"disk"})") == Words{"Disk empty", "Disk full"});
  CHECK(titles(R"({"words":"disk fox"})") == Words{"Disk empty", "Disk full"});
  CHECK(titles(R"({"words":"\"brown fox\" full"})") == Words{"Disk full"});
  CHECK(titles(R"({"words":"disk","run_id":"0199C0DE-0000-7000-8000-00000000000A"})") ==
        Words{"Disk full"});
  CHECK(titles(R"({"words":"disk","agent":"infrabot"})").empty());
  CHECK(titles(R"({"words":"\"fox brown\""})").empty());
  const auto first = devbot.must("search_runs", R"({"words":"fox","limit":1})");
  CHECK(first.list("hits").item(0).find("run_ids").item(0).text() == run_b);
  CHECK_THAT(std::string(first.list("hits").item(0).find("excerpt").text()), Contains("brown fox"));
  CHECK(titles(R"({"words":"fox","limit":1,"cursor":")" + first.member("next_cursor") + "\"}") ==
        Words{"Disk full"});
  CHECK_THAT(devbot.refused("search_runs", R"({"words":"\"\" \" \""})"), Contains("words"));
  CHECK_THAT(devbot.must("search_runs", R"({"words":"unicorn"})").text, Contains("No event"));
}

TEST_CASE_METHOD(ReadingToolsFixture,
                 "sources say when they delivered, what they could not read and their trouble") {
  CHECK_THAT(devbot.must("source_status", "{}").text, Contains("Nothing has ever been delivered"));
  runlog::Delivery delivery{.feed = {Source::log, "deploy.log"}, .unreadable = 3};
  delivery.events = {said(run_a, "A line", 1'000)};
  REQUIRE(devbot.run_log().take({}, delivery));
  const auto status = devbot.must("source_status", "{}");
  const json::View feed = status.list("feeds").item(0);
  CHECK(feed.find("name").text() == "deploy.log");
  CHECK(feed.find("events").integer() == 1);
  CHECK(feed.find("unreadable").integer() == 3);
  CHECK(feed.find("trouble").is(json::Kind::absent));
  CHECK(status.member("spooled_bytes") == "0");
  REQUIRE(devbot.store().note_trouble({}, delivery.feed, "the file is gone", happenings::at(0)));
  CHECK_THAT(devbot.must("source_status", "{}").text,
             Contains("TROUBLE") && Contains("the file is gone"));
}
