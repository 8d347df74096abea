// What events say is shown to models and in terminals: nothing hidden is in any reply, and no
// stored text makes a line of its own.

#include "base/text.hpp"
#include "desk.hpp"
#include "json/writer.hpp"

using happenings::run_a;
using runlog::Kind;
using runlog::Source;

namespace {

const std::string nasty =
    "a\x1b[31mb\x07"
    "c\xe2\x80\xae"
    "d\xe2\x80\x8b"
    "e\n- forged line\r\n\xc2\x9b"
    "f";

/// Hostile in every text that a source may fill.
runlog::Event hostile(Source source, const std::string& native_id, Kind kind, std::int64_t at) {
  runlog::Event event = happenings::event(source, native_id, kind, at);
  event.run_id = run_a;
  for (std::string runlog::Event::*text : {&runlog::Event::clock,
                                           &runlog::Event::stream,
                                           &runlog::Event::agent,
                                           &runlog::Event::actor,
                                           &runlog::Event::title,
                                           &runlog::Event::tool_use_id,
                                           &runlog::Event::tool,
                                           &runlog::Event::file_path})
    event.*text = nasty;
  event.body_json = json::Writer()
                        .begin_object()
                        .member("text", nasty)
                        .member("title", nasty)
                        .member("outcome", nasty)
                        .member("trigger_key", nasty)
                        .member("patch", "@@ -1 +1 @@\n-a\n+" + nasty)
                        .member(nasty, nasty)
                        .end_object()
                        .take();
  event.severity = runlog::Severity::error;
  return event;
}

bool is_clean(const std::string& text) {
  return base::without_hidden_characters(text) == text;
}

}  // namespace

TEST_CASE("hostile text of events is shown without what is hidden, and forges no line") {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  runlog::Delivery delivery{.feed = {Source::hook, nasty}, .unreadable = 1};
  int number = 0;
  for (const Kind kind : {Kind::run_start,
                          Kind::message_in,
                          Kind::prompt,
                          Kind::tool_start,
                          Kind::tool_error,
                          Kind::file_edit,
                          Kind::log,
                          Kind::run_finish}) {
    ++number;
    delivery.events.push_back(hostile(Source::hook, std::to_string(number), kind, number * 1000));
  }
  REQUIRE(devbot.run_log().take({}, delivery));
  REQUIRE(devbot.store().note_trouble({}, delivery.feed, nasty, happenings::at(0)));
  const std::string event_id = delivery.events[3].id;
  for (const auto& [tool, arguments] :
       {std::pair("get_timeline", desk::of_run(run_a)),
        std::pair("get_timeline", desk::of_run(run_a, R"("format":"json")")),
        std::pair("run_summary", desk::of_run(run_a)),
        std::pair("file_changes", desk::of_run(run_a)),
        std::pair("list_runs", std::string("{}")),
        std::pair("search_runs", std::string(R"({"words":"forged"})")),
        std::pair("get_event", R"({"event_id":")" + event_id + "\"}"),
        std::pair("source_status", std::string("{}"))}) {
    const auto answer = devbot.must(tool, arguments);
    INFO(tool << " " << arguments << "\n" << answer.text);
    CHECK(is_clean(answer.text));
    const std::string json = answer.structured().dump();
    INFO(json);
    CHECK(is_clean(json));
    CHECK(json.find("\\u00") == std::string::npos);
    CHECK(json.find("\\r") == std::string::npos);
    if (std::string_view(tool) != "file_changes")
      CHECK(answer.text.find("\n- forged") == std::string::npos);
  }
}
