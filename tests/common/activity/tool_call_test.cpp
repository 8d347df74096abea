#include "activity/tool_call.hpp"

#include "activity/arguments.hpp"
#include "activity/recorder.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/bus_message.hpp"
#include "mcp-runlog/spool/spool.hpp"
#include "support/captured_stderr.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace {

constexpr const char* run = "01936f3e-0000-7000-8000-0000000000aa";

/// Made up, and in two pieces so that no search for secrets finds this file.
const std::string key = std::string("AKIA") + "QWERTYUIOPASDFGH";

activity::ToolCall sample_call() {
  return {.call_id = "call",
          .id = "0123456789abcdef0123456789abcdef",
          .server = "mcp-memory",
          .tool = "find_records",
          .title = "find_records: which database",
          .arguments = R"({"query":"which database"})",
          .agent = "devbot",
          .run_id = run,
          .trace_id = "01936f3e000070008000000000000000",
          .tool_use_id = "toolu_01",
          .ended = base::Instant(std::chrono::milliseconds(1'790'000'000'123)),
          .duration_ms = 7,
          .is_reading = true};
}

json::Document parsed(const std::string& text) {
  auto document = json::parse(text);
  REQUIRE(document);
  return std::move(document).value();
}

}  // namespace

TEST_CASE("the run log reads the line of a call, and would write the same") {
  const std::string line = activity::event_line(sample_call());
  const auto event = runlog::read_event_line(line);
  REQUIRE(event);
  CHECK(event->id == "0123456789abcdef0123456789abcdef");
  CHECK(event->source == runlog::Source::mcp);
  CHECK(event->stream == "mcp-memory");
  CHECK(event->clock.starts_with("host:"));
  CHECK(event->kind == runlog::Kind::tool_end);
  CHECK(event->severity == runlog::Severity::info);
  CHECK(event->run_id == run);
  CHECK(event->agent == "devbot");
  CHECK(event->tool == "find_records");
  CHECK(event->tool_use_id == "toolu_01");
  CHECK(event->duration_ms == 7);
  CHECK(event->body_json.find("01936f3e000070008000000000000000") != std::string::npos);
  CHECK(runlog::read_event_line(runlog::event_line(*event)).value() == *event);
}

TEST_CASE("what the bus hears of a call is the same event to the run log") {
  const nats::Message message{.subject = "swarm.events.memory.devbot.read",
                              .payload = "{}",
                              .headers = {{"Nats-Msg-Id", "call"}, {"Swarm-Agent", "devbot"}}};
  const auto read = runlog::read_bus_message(message, "SWARM_EVENTS");
  REQUIRE(read.events.size() == 1);
  CHECK(read.events[0].id == activity::event_id_of("devbot", "call"));
  const nats::Message forged{
      .subject = "swarm.events.memory.infrabot.read", .payload = "{}", .headers = message.headers};
  CHECK(runlog::read_bus_message(forged, "SWARM_EVENTS").events.at(0).id != read.events[0].id);
}

TEST_CASE("a call that failed is an error with its first words") {
  activity::ToolCall call = sample_call();
  call.failure = "no such record";
  const auto event = runlog::read_event_line(activity::event_line(call));
  REQUIRE(event);
  CHECK(event->kind == runlog::Kind::tool_error);
  CHECK(event->severity == runlog::Severity::warning);
  CHECK(event->body_json.find("no such record") != std::string::npos);
}

TEST_CASE("the title is the first thing that was asked") {
  const auto title = [](const std::string& json) {
    const auto document = parsed(json);
    return activity::title_of("find_records", document.root());
  };
  CHECK(title(R"({"limit":3,"query":"which\ndatabase","type":"decision"})") ==
        "find_records: which database");
  CHECK(title("{}") == "find_records");
  CHECK(title(R"({"query":""})") == "find_records");
  CHECK(title("[1]") == "find_records");
  CHECK(title(R"({"query":")" + std::string(5000, 'x') + R"("})").size() <= 160);
  CHECK(title(R"({"query":"a\u001b[31mb\u202ec"})") == "find_records: abc");
}

TEST_CASE("no secret is told, by its looks or by its name") {
  const auto arguments = parsed(R"({"query":"see )" + key +
                                R"(","password":"Tr0ub4dor-and-3","to":")" + key + R"("})");
  const std::string title = activity::title_of("find_records", arguments.root());
  const std::string outline = activity::outline_of(arguments.root());
  for (const std::string& text : {title, outline}) {
    CHECK(text.find(key) == std::string::npos);
    CHECK(text.find("Tr0ub4dor") == std::string::npos);
    CHECK(text.find("[redacted:") != std::string::npos);
  }
  const auto named = parsed(R"({"password":"Tr0ub4dor-and-3"})");
  CHECK(activity::title_of("log_in", named.root()).find("Tr0ub4dor") == std::string::npos);
}

TEST_CASE("a secret that would be cut is not told in part") {
  for (std::size_t before = 100; before < 180; ++before) {
    const auto arguments = parsed(R"({"query":")" + std::string(before, ' ') + key + R"("})");
    CHECK(activity::title_of("find", arguments.root()).find("AKIA") == std::string::npos);
    CHECK(activity::outline_of(arguments.root()).find("AKIA") == std::string::npos);
  }
}

TEST_CASE("an outline is short whatever the arguments are") {
  std::string json =
      R"({"list":[1,2,3],"object":{"a":1},"flag":true,"text":")" + std::string(100'000, 'x') + '"';
  for (int member = 0; member < 50; ++member)
    json += ",\"m" + std::to_string(member) + "\":1";
  const auto arguments = parsed(json + "}");
  const std::string outline = activity::outline_of(arguments.root());
  CHECK(outline.size() <= 800);
  CHECK(outline.find("3 entries") != std::string::npos);
  CHECK(outline.find("1 members") != std::string::npos);
  CHECK(outline.find("true") != std::string::npos);
  CHECK(outline.find(R"("...":46)") != std::string::npos);
}

TEST_CASE("calls are recorded where a run log is kept, and nowhere else") {
  const support::TemporaryDirectory directory;
  activity::Recorder recorder([&] { return base::Result(directory.path()); });
  recorder.record(sample_call());
  CHECK(std::filesystem::is_empty(directory.path()));

  std::filesystem::create_directory(activity::spool_directory(directory.path()));
  recorder.record(sample_call());
  runlog::Spool spool(directory.path());
  std::vector<runlog::Event> events;
  REQUIRE(spool.drain(10, {}, [&](std::span<const runlog::Delivery> some) -> base::Result<void> {
    for (const runlog::Delivery& one : some)
      events.insert(events.end(), one.events.begin(), one.events.end());
    return {};
  }));
  REQUIRE(events.size() == 1);
  CHECK(events[0].title == "find_records: which database");
}

TEST_CASE("a spool that cannot be written to is complained of once") {
  const support::TemporaryDirectory directory;
  std::filesystem::create_directories(activity::spool_directory(directory.path()) / "events.jsonl");
  activity::Recorder recorder([&] { return base::Result(directory.path()); });
  support::CapturedStderr captured;
  recorder.record(sample_call());
  recorder.record(sample_call());
  captured.restore();
  const std::string said = captured.text();
  CHECK(said.find("calls are missing from the run log") != std::string::npos);
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
}
