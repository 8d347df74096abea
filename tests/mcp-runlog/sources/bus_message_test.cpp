#include "mcp-runlog/sources/bus_message.hpp"

#include "base/format.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "support/catch.hpp"

namespace runlog {
namespace {

constexpr const char* run = "0199c0de-0000-7000-8000-000000000002";
constexpr const char* other_run = "0199c0de-0000-7000-8000-000000000003";

const base::Instant stored(std::chrono::milliseconds(1'795'379'224'456));

nats::Message message(std::string subject, std::string payload, nats::Headers headers = {}) {
  return {.subject = std::move(subject),
          .payload = std::move(payload),
          .headers = std::move(headers),
          .sequence = 7,
          .time = stored};
}

/// As mcp-memory publishes it.
nats::Message memory_event() {
  return message("swarm.events.memory.devbot.written",
                 R"({"record":"r1","type":"decision","project":"p","title":"Use SQLite"})",
                 {{"ce-specversion", "1.0"},
                  {"ce-id", "c1"},
                  {"ce-source", "mcp-memory"},
                  {"ce-type", "memory.written"},
                  {"ce-time", "2026-11-22T20:27:04.123Z"},
                  {"ce-subject", "r1"},
                  {"ce-datacontenttype", "application/json"},
                  {"Swarm-Agent", "devbot"},
                  {"Swarm-Run-Id", run},
                  {"Nats-Msg-Id", "c1.event"}});
}

nats::Message typed(std::string type, std::string payload, nats::Headers more = {}) {
  more.push_back({"ce-specversion", "1.0"});
  more.push_back({"ce-type", std::move(type)});
  more.push_back({"ce-source", "test"});
  return message("swarm.events.work.devbot.what", std::move(payload), std::move(more));
}

Event only(const nats::Message& from) {
  const Read read = read_bus_message(from, "SWARM_EVENTS");
  REQUIRE(read.events.size() == 1);
  const auto again = read_event_line(event_line(read.events.front()));
  REQUIRE(again);
  CHECK(*again == read.events.front());
  return read.events.front();
}

struct Body {
  explicit Body(const Event& event) {
    auto parsed = json::parse(event.body_json);
    REQUIRE(parsed);
    document = std::move(parsed).value();
  }

  std::string text(std::string_view name) const { return text_in(document.root(), name); }

  std::string bus(std::string_view name) const {
    return text_in(document.root().find("bus"), name);
  }

  static std::string text_in(json::View object, std::string_view name) {
    const json::View value = object.find(name);
    return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
  }

  json::Document document;
};

TEST_CASE("what mcp-memory publishes is a bus event of its run and agent") {
  const Event event = only(memory_event());
  CHECK(event.source == Source::nats);
  CHECK(event.kind == Kind::bus);
  CHECK(event.severity == Severity::info);
  CHECK(event.agent == "devbot");
  CHECK(event.actor == "mcp-memory");
  CHECK(event.run_id == run);
  CHECK(event.stream == "SWARM_EVENTS");
  CHECK(event.sequence == 7);
  CHECK(event.title == "memory.written: Use SQLite");
  CHECK(event.clock == "agent:devbot");
  CHECK(base::to_iso(event.at) == "2026-11-22T20:27:04.123Z");
  CHECK(event.received_at == stored);
  const Body body(event);
  CHECK(body.text("record") == "r1");
  CHECK(body.bus("subject") == "swarm.events.memory.devbot.written");
}

TEST_CASE("the same message gives the same event, wherever it stands in the stream") {
  nats::Message again = memory_event();
  again.sequence = 900;
  CHECK(only(again).id == only(memory_event()).id);
}

TEST_CASE("nobody takes the place of another agent's event by its message id") {
  nats::Message forged = memory_event();
  forged.subject = "swarm.events.memory.eve.written";
  CHECK(only(forged).id != only(memory_event()).id);
}

TEST_CASE("messages without an id are told apart by stream, sequence and time") {
  const auto id = [](std::uint64_t sequence, base::Instant time) {
    nats::Message one = message("a.b", "x");
    one.sequence = sequence;
    one.time = time;
    return only(one).id;
  };
  CHECK(id(1, stored) == id(1, stored));
  CHECK(id(1, stored) != id(2, stored));
  CHECK(id(1, stored) != id(1, stored + std::chrono::milliseconds(1)));
}

TEST_CASE("the agent is the one that the server lets publish there, not the one that is claimed") {
  nats::Message forged = memory_event();
  forged.subject = "swarm.events.memory.eve.written";
  const Event event = only(forged);
  CHECK(event.agent == "eve");
  CHECK(event.severity == Severity::warning);
  CHECK(event.run_id == run);
  const Body body(event);
  CHECK(body.bus("claimed_agent") == "devbot");
  CHECK(body.bus("remark") == "eve published it in the name of devbot");
}

TEST_CASE("the operator may speak for an agent") {
  nats::Message sent = memory_event();
  sent.subject = "swarm.events.memory.operator.purged";
  const Event event = only(sent);
  CHECK(event.agent == "devbot");
  CHECK(event.actor == "operator");
  CHECK(event.severity == Severity::info);
}

TEST_CASE("an answer of the server proves no agent and changes no run") {
  nats::Message answer = typed(
      "run.finished", R"({"status":"failed"})", {{"Nats-Stream", "OTHER"}, {"Swarm-Run-Id", run}});
  const Event event = only(answer);
  CHECK(event.kind == Kind::raw);
  CHECK(event.agent.empty());
  CHECK(event.severity == Severity::warning);
  CHECK(event.run_id == run);
  CHECK(Body(event).bus("claimed_agent") == "devbot");
  const Event reply = only(message(
      "swarm.events.a.devbot.b", R"({"type":"io.nats.jetstream.api.v1.stream_msg_get_response"})"));
  CHECK(reply.agent.empty());
  CHECK(reply.severity == Severity::warning);
}

TEST_CASE("the run is the first that is a UUID, in the order of trust") {
  const std::string trace = "00-0199c0de000070008000000000000003-00f067aa0ba902b7-01";
  const std::string data = base::format(R"({{"run_id":"{}"}})", other_run);
  CHECK(only(typed("x", data, {{"swarm-run-ID", run}, {"ce-runid", other_run}})).run_id == run);
  CHECK(only(typed("x", data, {{"Swarm-Run-Id", "nonsense"}, {"CE-RunId", run}})).run_id == run);
  CHECK(only(typed("x", data, {{"ce-runid", "nonsense"}})).run_id == other_run);
  CHECK(only(typed("x", "{}", {{"traceparent", trace}})).run_id == other_run);
  CHECK(only(typed("x", "{}", {{"ce-traceparent", trace}})).run_id == other_run);
  CHECK(only(typed("x", base::format("done [run={}]", run))).run_id == run);
  CHECK(only(typed("x",
                   "{}",
                   {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}}))
            .run_id.empty());
}

TEST_CASE("each type has its kind") {
  const auto kind = [](const char* type) { return only(typed(type, "{}")).kind; };
  CHECK(kind("run.started") == Kind::run_start);
  CHECK(kind("run.finished") == Kind::run_finish);
  CHECK(kind("tool.start") == Kind::tool_start);
  CHECK(kind("tool.end") == Kind::tool_end);
  CHECK(kind("tool.error") == Kind::tool_error);
  CHECK(kind("file.changed") == Kind::file_edit);
  CHECK(kind("log") == Kind::log);
  CHECK(kind("memory.linked") == Kind::bus);
  CHECK(kind("anything.else") == Kind::bus);
}

TEST_CASE("a run that begins says what the store sums up, and whose it is") {
  const Event event = only(typed("run.started",
                                 R"({"title":"Fix it","agent":"other","trigger_key":"room/1"})",
                                 {{"Swarm-Run-Id", run}, {"Swarm-Parent-Run-Id", other_run}}));
  CHECK(event.title == "Fix it");
  CHECK(event.agent == "devbot");
  CHECK(event.severity == Severity::warning);
  const Body body(event);
  CHECK(body.text("title") == "Fix it");
  CHECK(body.text("agent") == "devbot");
  CHECK(body.text("trigger_key") == "room/1");
  CHECK(body.text("parent_run_id") == other_run);
  CHECK(body.bus("claimed_agent") == "other");
}

TEST_CASE("a run that begins on the bus binds no session, which may be another agent's") {
  const Event event = only(typed(
      "run.started", R"({"session_id":"of-another","prompt_id":"p"})", {{"Swarm-Run-Id", run}}));
  CHECK(event.kind == Kind::run_start);
  CHECK(event.run_id == run);
  CHECK(event.session_id.empty());
  CHECK(event.prompt_id.empty());
  CHECK(Body(event).text("session_id") == "of-another");
  CHECK(Body(event).text("prompt_id") == "p");
}

TEST_CASE("a time that cannot be is kept as a claim, and the server's holds") {
  for (const base::Instant claimed :
       {stored + std::chrono::hours(25), stored - std::chrono::days(400)}) {
    const Event event = only(typed("x", "{}", {{"ce-time", base::to_iso(claimed)}}));
    CHECK(event.at == stored);
    CHECK(event.clock == "nats");
    CHECK(event.severity == Severity::warning);
    const Body body(event);
    CHECK(Body::text_in(body.document.root().find("bus").find("attributes"), "time") ==
          base::to_iso(claimed));
  }
  for (const base::Instant claimed :
       {stored + std::chrono::hours(23), stored - std::chrono::days(300)}) {
    const Event event = only(typed("x", "{}", {{"ce-time", base::to_iso(claimed)}}));
    CHECK(event.at == claimed);
    CHECK(event.severity == Severity::info);
  }
}

TEST_CASE("a tool call says which one it is") {
  const Event event = only(typed(
      "tool.end",
      R"({"tool":"Bash","tool_use_id":"toolu_1","duration_ms":12,"session_id":"s","file_path":"a.cpp"})"));
  CHECK(event.tool == "Bash");
  CHECK(event.tool_use_id == "toolu_1");
  CHECK(event.duration_ms == 12);
  CHECK(event.session_id == "s");
  CHECK(event.file_path == "a.cpp");
}

TEST_CASE("a log message has its level and its text") {
  const Event event = only(typed("log", R"({"level":"WARN","message":"disk is full"})"));
  CHECK(event.severity == Severity::warning);
  CHECK(event.title == "disk is full");
}

TEST_CASE("without a time of its own an event has that of the server") {
  const Event event = only(typed("x", "{}", {{"ce-time", "yesterday"}}));
  CHECK(event.at == stored);
  CHECK(event.clock == "nats");
}

TEST_CASE("the clock is that of the host if the event names it") {
  const auto clock = [](const char* host) {
    return only(typed("x", "{}", {{"ce-time", "2026-11-22T20:27:04Z"}, {"ce-host", host}})).clock;
  };
  CHECK(clock("builder-1") == "host:builder-1");
  CHECK(clock("builder 1\n") == "agent:devbot");
}

TEST_CASE("a structured CloudEvent is read, with and without its content type") {
  const std::string payload = base::format(
      R"({{"specversion":"1.0","type":"log","source":"s","id":"1","runid":"{}","data":{{"message":"hello"}}}})",
      run);
  const nats::Headers content_type = {
      {"content-TYPE", "application/cloudevents+json; charset=utf-8"}};
  for (const nats::Headers& headers : {content_type, nats::Headers{}}) {
    const Event event = only(message("swarm.events.work.devbot.log", payload, headers));
    CHECK(event.kind == Kind::log);
    CHECK(event.title == "hello");
    CHECK(event.run_id == run);
  }
}

TEST_CASE("data in base64 is read") {
  const Event event =
      only(message("swarm.events.work.devbot.log",
                   R"({"specversion":"1.0","type":"log","source":"s","data_base64":"aGVsbG8="})"));
  CHECK(event.title == "hello");
}

TEST_CASE("each CloudEvent of a batch is an event") {
  const std::string one =
      R"({"specversion":"1.0","type":"log","source":"s","data":{"message":"a"}})";
  const Read read =
      read_bus_message(message("swarm.events.work.devbot.log",
                               "[" + one + "," + one + "]",
                               {{"Content-Type", "application/cloudevents-batch+json"}}),
                       "SWARM_EVENTS");
  REQUIRE(read.events.size() == 2);
  CHECK(read.events[0].id != read.events[1].id);
  CHECK(read.unreadable == 0);
}

TEST_CASE("what calls itself a CloudEvent and is none is kept and counted") {
  const char* payload = GENERATE(
      "not JSON", R"({"specversion":"2.0","type":"log"})", R"({"specversion":"1.0"})", "[]", "3");
  const Read read = read_bus_message(
      message("a.b", payload, {{"content-type", "application/cloudevents+json"}}), "SWARM_EVENTS");
  REQUIRE(read.events.size() == 1);
  CHECK(read.unreadable == 1);
  CHECK(read.events[0].kind == Kind::raw);
  CHECK(read.events[0].severity == Severity::warning);
  CHECK_FALSE(Body(read.events[0]).bus("defect").empty());
}

TEST_CASE("a message that is no CloudEvent is kept as it is") {
  const Event text = only(message("ops.alerts", "disk is full"));
  CHECK(text.kind == Kind::bus);
  CHECK(text.title == "ops.alerts: disk is full");
  CHECK(Body(text).text("text") == "disk is full");
  const Event bytes = only(message("ops.alerts", std::string("\xff\x00\x1b[31m", 7)));
  CHECK(bytes.kind == Kind::bus);
  const Event nothing = only(message("ops.alerts", ""));
  CHECK(nothing.title == "ops.alerts");
}

TEST_CASE("a body stays JSON, however the data is built") {
  std::string deep;
  constexpr int depth = 63;
  for (int level = 0; level < depth; ++level)
    deep += R"({"a":)";
  deep += "1" + std::string(depth, '}');
  std::string wide = "{";
  constexpr int members = 1024;
  for (int member = 0; member < members; ++member)
    wide += base::format(R"({}"m{}":1)", member == 0 ? "" : ",", member);
  wide += "}";
  const std::string list = std::string(64, '[') + std::string(64, ']');
  for (const std::string& payload :
       {deep, wide, list, std::string(R"({"bus":1})"), std::string("null")}) {
    INFO(payload.substr(0, 40));
    const Event event = only(typed("x", payload));
    CHECK_FALSE(Body(event).bus("subject").empty());
  }
}

TEST_CASE("as many headers as a message can have do not spoil its body") {
  nats::Headers headers;
  constexpr int many = 3000;
  for (int at = 0; at < many; ++at)
    headers.push_back({base::format("x-{}", at), "v"});
  headers.push_back({"strange \xff name", "v"});
  const Event event = only(message("a.b", "{}", headers));
  const Body body(event);
  CHECK(body.document.root().find("bus").find("headers_left_out").integer() == many + 1 - 100);
}

}  // namespace
}  // namespace runlog
