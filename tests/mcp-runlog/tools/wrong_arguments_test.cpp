// Every wrong argument gives an error that says what is allowed.

#include "desk.hpp"

using Catch::Contains;

namespace {

struct Wrong {
  const char* tool;
  const char* arguments;
  std::vector<std::string> says;
};

const Wrong wrong_calls[] = {
    {"start_run", "{}", {"/title", "required"}},
    {"start_run", R"({"title":7})", {"/title", "text of 1 to 300 characters"}},
    {"start_run", R"({"title":"x","run_id":"today"})", {"/run_id", "a UUID such as"}},
    {"start_run", R"({"title":"x","parent_run_id":"7"})", {"/parent_run_id", "a UUID such as"}},
    {"start_run", R"({"title":"x","color":"red"})", {"/color", "title"}},
    {"finish_run", R"({"outcome":"x"})", {"/status", "ok, failed, cancelled"}},
    {"finish_run", R"({"status":"timeout","outcome":"x"})", {"/status", "ok, failed, cancelled"}},
    {"finish_run", R"({"status":"ok"})", {"/outcome", "1 to 2000"}},
    {"log_event", R"({"title":"x","kind":"tool.start"})", {"/kind", "note", "message.in"}},
    {"log_event", R"({"title":"x","severity":"fatal"})", {"/severity", "debug, info, warning"}},
    {"log_event", R"({"title":"x","body":[1]})", {"/body", "object"}},
    {"log_event", R"({"title":"x","cause_id":"abc"})", {"/cause_id", "32"}},
    {"get_timeline", R"({"kinds":["beep"]})", {"/kinds/0", "run.start", "raw"}},
    {"get_timeline", R"({"sources":["telepathy"]})", {"/sources/0", "hook", "transcript"}},
    {"get_timeline", R"({"format":"xml"})", {"/format", "markdown, json"}},
    {"get_timeline", R"({"limit":0})", {"/limit", "1", "1000"}},
    {"get_timeline", R"({"budget_tokens":99999})", {"/budget_tokens", "300", "20000"}},
    {"get_event", "{}", {"/event_id", "required"}},
    {"list_runs", R"({"status":"done"})", {"/status", "open", "orphaned"}},
    {"list_runs", R"({"since":"yesterday"})", {"/since", "36h"}},
    {"list_runs", R"({"cursor":"7"})", {"cursor", "next_cursor of an earlier reply"}},
    {"search_runs", R"({"words":""})", {"/words", "at most 1000"}},
    {"search_runs", R"({"words":"x","cursor":"x"})", {"cursor", "next_cursor"}},
    {"file_changes", R"({"path":"a","limit":201})", {"/limit", "200"}},
    {"file_changes", R"({"path":"a","cursor":"x"})", {"cursor", "next_cursor"}},
    {"export_run", R"({"format":"pdf"})", {"/format", "html, markdown, jsonl"}},
    {"source_status", R"({"verbose":true})", {"/verbose"}},
    {"run_summary", R"({"run_id":17})", {"/run_id", "UUID"}},
};

}  // namespace

TEST_CASE("every wrong argument is named, with what is allowed instead") {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  for (const Wrong& wrong : wrong_calls) {
    const std::string error = devbot.refused(wrong.tool, wrong.arguments);
    INFO(wrong.tool << " " << wrong.arguments << ": " << error);
    for (const std::string& words : wrong.says)
      CHECK_THAT(error, Contains(words));
  }
  CHECK(devbot.must("list_runs", "{}").list("runs").size() == 0);
}
