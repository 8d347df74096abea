// Which run a call is about: the one that it names, else the one that it is part of.

#include "base/format.hpp"
#include "crew/run.hpp"
#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;

namespace {

struct WhichRunFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  WhichRunFixture() {
    for (const char* run : {run_a, run_b})
      devbot.must("start_run", desk::of_run(run, R"("title":"Work")"));
  }

  std::string run_of_note(const std::string& arguments, const std::string& meta = {}) const {
    return devbot.must("log_event", arguments, meta).member("run_id");
  }
};

constexpr const char* note = R"({"title":"A note"})";

}  // namespace

TEST_CASE_METHOD(WhichRunFixture, "RUN_ID names the run of a session") {
  const support::Environment run("RUN_ID", run_a);
  CHECK(run_of_note(note) == run_a);
  CHECK(devbot.must("get_timeline", "{}").member("run_id") == run_a);
  CHECK(run_of_note(desk::of_run(run_b, R"("title":"A note")")) == run_b);
}

TEST_CASE_METHOD(WhichRunFixture, "what a call carries goes before RUN_ID") {
  const support::Environment run("RUN_ID", run_a);
  CHECK(run_of_note(note, base::format(R"("baggage":"run_id={}")", run_b)) == run_b);
  CHECK(run_of_note(note, base::format(R"("traceparent":"{}")", crew::traceparent_of(run_b))) ==
        run_b);
  CHECK(run_of_note(note, R"("baggage":"run_id=none")") == run_a);
}

TEST_CASE_METHOD(WhichRunFixture, "a run that is begun within another is a part of it") {
  const support::Environment run("RUN_ID", run_a);
  const auto part = devbot.must("start_run", R"({"title":"Part"})").member("run_id");
  const auto summary = devbot.must("run_summary", desk::of_run(part));
  CHECK(summary.structured().find("run").find("parent_run_id").text() == run_a);
  devbot.must("start_run", desk::of_run(run_a, R"("title":"Itself")"));
  const auto answer_of_itself = devbot.must("run_summary", desk::of_run(run_a));
  const json::View itself = answer_of_itself.structured().find("run");
  CHECK(itself.find("parent_run_id").is(json::Kind::absent));
}

TEST_CASE_METHOD(WhichRunFixture, "where there is no run, every tool says how to name one") {
  for (const auto& [tool, arguments] :
       {std::pair("log_event", note),
        std::pair("finish_run", R"({"status":"ok","outcome":"Done."})"),
        std::pair("get_timeline", "{}"),
        std::pair("run_summary", "{}"),
        std::pair("file_changes", "{}"),
        std::pair("export_run", "{}")}) {
    CHECK_THAT(devbot.refused(tool, arguments),
               Contains("RUN_ID is not set") && Contains("list_runs") && Contains("start_run"));
  }
}

TEST_CASE_METHOD(WhichRunFixture,
                 "of a run that nobody knows or that was deleted, every tool says so") {
  const std::string unknown = "0199c0de-0000-7000-8000-0000000000ff";
  for (const char* tool : {"get_timeline", "run_summary", "file_changes", "export_run"})
    CHECK_THAT(devbot.refused(tool, desk::of_run(unknown)), Contains("nothing is known of run"));
  REQUIRE(
      devbot.store().delete_run({}, {run_a, "infrabot", "It named a person.", happenings::at(0)}));
  for (const char* tool : {"get_timeline", "run_summary", "file_changes", "export_run"})
    CHECK_THAT(devbot.refused(tool, desk::of_run(run_a)),
               Contains("deleted by infrabot") && Contains("It named a person."));
  CHECK_THAT(devbot.refused("log_event", desk::of_run(run_a, R"("title":"More")")),
             Contains("was deleted"));
}
