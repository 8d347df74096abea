#include "mcp-runlog/redaction/redactor.hpp"

#include <functional>

#include "json/writer.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "mcp-runlog/redaction/world.hpp"

namespace {

using Catch::Matchers::Contains;
using redaction_world::event_with_body;
using redaction_world::redacted_body;
using redaction_world::Secret;
using redaction_world::World;
using runlog::Event;

using Place = std::pair<std::string, std::function<void(Event&, const std::string&)>>;

std::string body_of(const std::string& member, const std::string& text) {
  json::Writer out;
  return out.begin_object().member(member, text).end_object().take();
}

std::vector<Place> places() {
  const auto field = [](std::string Event::*member) {
    return [member](Event& event, const std::string& text) { event.*member = text; };
  };
  const auto body = [](const std::function<std::string(const std::string&)>& around) {
    return [around](Event& event, const std::string& text) { event.body_json = around(text); };
  };
  return {
      {"stream", field(&Event::stream)},
      {"clock", field(&Event::clock)},
      {"session", field(&Event::session_id)},
      {"prompt", field(&Event::prompt_id)},
      {"run", field(&Event::run_id)},
      {"cause", field(&Event::cause_id)},
      {"agent", field(&Event::agent)},
      {"actor", field(&Event::actor)},
      {"title", field(&Event::title)},
      {"title, in a sentence",
       [](Event& event, const std::string& text) { event.title = "it said " + text + " twice"; }},
      {"tool use", field(&Event::tool_use_id)},
      {"tool", field(&Event::tool)},
      {"path", field(&Event::file_path)},
      {"member", body([](const std::string& text) { return body_of("output", text); })},
      {"name of a member", body([](const std::string& text) { return body_of(text, "x"); })},
      {"deep", body([](const std::string& text) {
         return R"({"a":[[{"b":[)" + json::quoted(text) + "]}]]}";
       })},
      {"json in text",
       body([](const std::string& text) { return body_of("output", body_of("stdout", text)); })},
      {"json in text in text", body([](const std::string& text) {
         return body_of("a", "[" + json::quoted(body_of("b", text)) + "]");
       })},
      {"escaped by hand", body([](const std::string& text) {
         return body_of("output", "log: " + json::quoted(text) + " end");
       })},
      {"no object", body([](const std::string& text) { return json::quoted(text); })},
      {"no json", body([](const std::string& text) { return "said: " + text; })},
      {"invalid utf-8",
       body([](const std::string& text) { return "\xFF\xC0 " + text + "\xE2\x82"; })},
  };
}

TEST_CASE("a secret is stored nowhere, wherever it stands") {
  const World world;
  const auto redactor = world.redactor();
  for (const Secret& secret : redaction_world::secrets()) {
    for (const auto& [place, put] : places()) {
      CAPTURE(secret.name, place);
      Event event = event_with_body("{}");
      put(event, secret.written);
      const Event once = redactor.redacted(event);
      const std::string line = runlog::event_line(once);
      CAPTURE(line);
      CHECK(line.find(secret.secret) == std::string::npos);
      CHECK(line.find("[redacted:") != std::string::npos);
      CHECK(once.redactions >= 1);
      CHECK(redactor.redacted(once) == once);
    }
  }
}

TEST_CASE("one secret has one mark in a home, whoever opens it, and another in another home") {
  const World world;
  const std::string token = made_up::token();
  const auto first = world.redactor().redacted("token: " + token);
  CHECK(first == world.redactor().redacted("token: " + token));
  CHECK(first != World().redactor().redacted("token: " + token));
  const std::string mark = first.substr(first.find('['));
  // The words say which rule found it, the tag which secret it is.
  const std::string tag = first.substr(first.rfind(':'));
  CHECK_THAT(redacted_body(world, body_of("authorization", "Bearer " + token)), Contains(tag));
}

TEST_CASE("what holds no secret stays as it is") {
  const World world;
  Event event = event_with_body(
      R"({"tool_input":{"command":"make all","timeout":120000},"list":[1,-2.5,1e+300,true,null,"a\nb"],"big":18446744073709551615})");
  event.title = "Bash: make \"all\"";
  event.actor = "explorer";
  event.tool = "Bash";
  event.agent = "devbot";
  event.clock = "host:builder-1";
  event.session_id = "0199c0de-0000-7000-8000-000000000001";
  event.run_id = event.session_id;
  event.cause_id = runlog::event_id(runlog::Source::hook, "zero");
  event.tool_use_id = "toolu_01A09q90qw90lq917835lq9";
  event.file_path = "src/token/password_reset.cpp";
  event.redactions = 2;
  event.original_bytes = 70'000;
  CHECK(world.redactor().redacted(event) == event);
}

TEST_CASE("a body has one form, whatever blanks and spellings it came with") {
  const World world;
  CHECK(redacted_body(world, " { \"a\" : \"\\u0041\" , \"b\":[ 1.0, 2 ] }\n") ==
        R"({"a":"A","b":[1.0,2]})");
  CHECK(redacted_body(world, "").empty());
  CHECK(redacted_body(world, "[1,2]") == R"({"text":"[1,2]"})");
  CHECK(redacted_body(world, "oops") == R"({"text":"oops"})");
  CHECK(redacted_body(world, R"({"a":1,"a":2})") == R"({"text":"{\"a\":1,\"a\":2}"})");
}

TEST_CASE("json in a text stays as its author wrote it, if nothing in it goes") {
  const World world;
  const std::string pretty = "{\n  \"a\": [1.50, \"x\"]\n}";
  CHECK(redacted_body(world, body_of("output", pretty)) == body_of("output", pretty));
}

TEST_CASE("characters that hide or command do not get in") {
  const World world;
  Event event = event_with_body(body_of("out",
                                        "red \x1B[31mtext\x1B[0m\r\n\ttab \xE2\x80\xAE"
                                        "flip\x07"));
  event.title = "a\nb\x1B[2J";
  const Event redacted = world.redactor().redacted(event);
  CHECK(redacted.body_json == R"({"out":"red text\n\ttab flip"})");
  CHECK(redacted.title == "a b");
  event.title = "\t\x1B\n ";
  CHECK(world.redactor().redacted(event).title.empty());
}

TEST_CASE("hidden characters within a secret do not save it") {
  const World world;
  const std::string token = made_up::token();
  const std::string split = token.substr(0, 10) + "\xE2\x80\x8B" + token.substr(10);
  CHECK(redacted_body(world, body_of("out", split)).find(token.substr(10)) == std::string::npos);
}

TEST_CASE("members stay apart when their names become the same") {
  const World world;
  CHECK(redacted_body(world, R"({"a":1,"a\u200b":2,"\u200ba":3})") ==
        R"_({"a":1,"a (2)":2,"a (3)":3})_");
}

TEST_CASE("a text that is kept beside events is redacted whole") {
  const World world;
  std::string text;
  for (unsigned seed = 0; seed < 300; ++seed)
    text += made_up::token(seed) + "\n";
  const std::string redacted = world.redactor().redacted(text);
  CHECK(redacted.find("ghp_") == std::string::npos);
  CHECK(std::count(redacted.begin(), redacted.end(), '\n') == 300);
}

TEST_CASE("the user's patterns, names and paths count too") {
  const World world(
      "redact:\n"
      "  patterns: ['CUST-[0-9]{6}', 'badge (\\w+)']\n"
      "  names: [X-Internal-Id]\n"
      "  paths: ['*.vault', deploy/private/*]\n");
  const std::string body =
      redacted_body(world, R"({"out":"CUST-123456 badge k17","x-internal-id":"plain"})");
  CHECK(body.find("CUST-123456") == std::string::npos);
  CHECK_THAT(body, Contains("badge [redacted:user-rule:"));
  CHECK(body.find("k17") == std::string::npos);
  CHECK(body.find("plain") == std::string::npos);
  for (const char* path : {"a/b.vault", "repo/deploy/private/a.txt", "deploy/private/a.txt"}) {
    Event event = event_with_body(R"({"content":"harmless"})");
    event.file_path = path;
    CHECK_THAT(world.redactor().redacted(event).body_json, Contains("[redacted:file-8-bytes:"));
  }
}

TEST_CASE("a rule of the user that everything matches still leaves one form") {
  const World world("redact: {patterns: ['.', '[a-f0-9]+', 'redacted']}\n");
  const auto redactor = world.redactor();
  const Event once = redactor.redacted(event_with_body(R"({"a":"some text","b c":["x"]})"));
  CHECK(redactor.redacted(once) == once);
  CHECK(once.body_json.find("some text") == std::string::npos);
}

TEST_CASE("settings that are wrong are told when the redactor is opened") {
  const World world("redact: {patterns: ['(']}\n");
  const auto opened = runlog::Redactor::open(world.home());
  REQUIRE_FALSE(opened);
  CHECK_THAT(opened.error().message, Contains("runlog.yaml:1: the pattern (: "));
}

}  // namespace
