#include "mcp-runlog/sources/claude_hook.hpp"

#include "base/digest.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/recordings.hpp"

using namespace recordings;
using runlog::Event;
using runlog::Kind;
using runlog::Read;
using runlog::Severity;

namespace {

Read read_hook(const std::string& payload) {
  return sound([](const std::string& text) { return runlog::read_hook(text, surroundings()); },
               payload);
}

/// The payload of that hook event, of that call if it is about one.
std::string payload_of(const std::string& name, const std::string& call = {}) {
  for (const std::string& line : lines_of("hooks.jsonl")) {
    const auto document = json::parse(line);
    REQUIRE(document);
    if (document->root().find("hook_event_name").text() != name) continue;
    const json::View id = document->root().find("tool_use_id");
    if (call.empty() || (id.is(json::Kind::text) && id.text() == call)) return line;
  }
  FAIL("no recording of " << name << ' ' << call);
  return {};
}

Event edit_of(const std::string& call) {
  return first(read_hook(payload_of("PostToolUse", call)), Kind::file_edit);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

TEST_CASE("every published hook event is told under its name's kind, and a new one as raw") {
  std::set<std::string> names;
  for (const std::string& line : lines_of("hooks.jsonl")) {
    const Read told = read_hook(line);
    const auto document = json::parse(line);
    const std::string name(document->root().find("hook_event_name").text());
    INFO(name);
    names.insert(name);
    CHECK(told.unreadable == 0);
    for (const Event& event : told.events) {
      CHECK(event.session_id == session);
      CHECK(event.stream == session);
      CHECK(event.agent == "devbot");
      CHECK(event.clock == "host:builder-1");
      CHECK(event.at == surroundings().at);
      CHECK((event.kind == Kind::raw) == (name == "MoonPhase"));
    }
  }
  CHECK(names.size() == 34);
  CHECK(only(read_hook(payload_of("MoonPhase"))).title == "MoonPhase");
  CHECK(only(read_hook(payload_of("MoonPhase"))).body_json.find("\"phase\":\"full\"") !=
        std::string::npos);
}

TEST_CASE("no two payloads share an id") {
  std::set<std::string> ids;
  for (const std::string& line : lines_of("hooks.jsonl")) {
    for (const Event& event : read_hook(line).events)
      CHECK(ids.insert(event.id).second);
  }
}

TEST_CASE("outside of calls the same payload a moment later is another event") {
  const auto ids = [](const std::string& payload, base::Instant at) {
    runlog::Surroundings later = surroundings();
    later.at = at;
    return runlog::read_hook(payload, later).events.front().id;
  };
  const base::Instant now = surroundings().at;
  const base::Instant later = now + std::chrono::milliseconds(1);
  for (const char* name : {"SessionEnd", "Notification", "UserPromptSubmit", "Stop"}) {
    CAPTURE(name);
    CHECK(ids(payload_of(name), now) == ids(payload_of(name), now));
    CHECK(ids(payload_of(name), now) != ids(payload_of(name), later));
  }
  for (const char* name : {"PreToolUse", "PostToolUse", "SubagentStart"}) {
    CAPTURE(name);
    CHECK(ids(payload_of(name), now) == ids(payload_of(name), later));
  }
}

TEST_CASE("a call is told from start to end") {
  const Event start = only(read_hook(payload_of("PreToolUse", "toolu_06")));
  CHECK(start.kind == Kind::tool_start);
  CHECK(start.title == "Bash: make test");
  CHECK(start.tool == "Bash");
  CHECK(start.tool_use_id == "toolu_06");
  CHECK(start.prompt_id == prompt);
  const Event end = only(read_hook(payload_of("PostToolUse", "toolu_06")));
  CHECK(end.kind == Kind::tool_end);
  CHECK(end.title == "Bash: make test");
  CHECK(end.cause_id == start.id);
  CHECK(end.duration_ms == 2310);
  const auto body = body_of(end);
  CHECK(body.root().find("tool_response").find("stdout").text() == "12 passed");
}

TEST_CASE("a call that failed and one that was denied say why") {
  const Event error = only(read_hook(payload_of("PostToolUseFailure")));
  CHECK(error.kind == Kind::tool_error);
  CHECK(error.severity == Severity::error);
  CHECK(error.title == "Bash: make lint");
  CHECK(error.cause_id == only(read_hook(payload_of("PreToolUse", "toolu_07"))).id);
  CHECK(text_in_body(error, "error") == "Exit code 2\nmake: no rule for lint");
  const Event denied = only(read_hook(payload_of("PermissionDenied")));
  CHECK(denied.kind == Kind::tool_denied);
  CHECK(denied.severity == Severity::warning);
  CHECK(text_in_body(denied, "reason") == "pushes to a protected branch");
}

TEST_CASE("a batch does not tell its calls a second time") {
  const Event batch = only(read_hook(payload_of("PostToolBatch")));
  CHECK(batch.kind == Kind::session);
  CHECK(batch.title == "Batch of 2 tool calls: Bash, Bash");
  CHECK(batch.tool_use_id.empty());
  const auto body = body_of(batch);
  CHECK(body.root().find("tool_calls").item(1).find("tool_use_id").text() == "toolu_07");
  CHECK(batch.body_json.find("12 passed") == std::string::npos);
}

TEST_CASE("a call of a tool of this suite is known by its name") {
  const Event start = only(read_hook(payload_of("PreToolUse", "toolu_09")));
  CHECK(start.tool == "mcp__memory__write_record");
  CHECK(start.title == "mcp__memory__write_record");
}

TEST_CASE("an edit leaves its patch and hashes, and no text of whole files") {
  const Read told = read_hook(payload_of("PostToolUse", "toolu_02"));
  REQUIRE(told.events.size() == 2);
  const Event edit = first(told, Kind::file_edit);
  CHECK(edit.title == "Edit shop/cart.py (+2 -1)");
  CHECK(edit.file_path == "/home/dev/shop/shop/cart.py");
  CHECK(edit.cause_id == first(told, Kind::tool_end).id);
  CHECK(edit.tool_use_id == "toolu_02");
  CHECK(text_in_body(edit, "patch") ==
        "--- a/home/dev/shop/shop/cart.py\n+++ b/home/dev/shop/shop/cart.py\n"
        "@@ -1,2 +1,3 @@\n def total(items):\n-    return sum(i.price for i in items)\n"
        "+    # cents, so that nothing is lost\n+    return sum(i.cents for i in items) / 100\n");
  const auto body = body_of(edit);
  CHECK(body.root().find("lines_added").integer() == 2);
  CHECK(body.root().find("lines_removed").integer() == 1);
  CHECK(body.root().find("sha256_before").text() ==
        base::sha256_hex("def total(items):\n    return sum(i.price for i in items)\n"));
  CHECK(body.root().find("sha256_after").text() ==
        base::sha256_hex("def total(items):\n    # cents, so that nothing is lost\n"
                         "    return sum(i.cents for i in items) / 100\n"));
  for (const Event& event : told.events)
    CHECK(event.body_json.find("originalFile") == std::string::npos);
}

TEST_CASE("a new file is all new lines") {
  const Event edit = edit_of("toolu_03");
  CHECK(edit.title == "Write tests/test_cart.py (+5 -0)");
  CHECK(text_in_body(edit, "change") == "create");
  CHECK(text_in_body(edit, "patch").find("--- /dev/null\n") == 0);
  CHECK(text_in_body(edit, "patch").find("@@ -0,0 +1,5 @@\n+from shop.cart import total\n+\n") !=
        std::string::npos);
  CHECK(text_in_body(edit, "sha256_after") ==
        base::sha256_hex("from shop.cart import total\n\n\ndef test_total():\n"
                         "    assert total([]) == 0\n"));
  CHECK(body_of(edit).root().find("sha256_before").is(json::Kind::absent));
}

TEST_CASE("several edits of one call and cells of notebooks are edits as well") {
  const Event edits = edit_of("toolu_04");
  CHECK(edits.title == "MultiEdit VERSION (+1 -1)");
  CHECK(text_in_body(edits, "sha256_after") == base::sha256_hex("1.1.0\n"));
  const Event cell = edit_of("toolu_05");
  CHECK(cell.title == "NotebookEdit sales.ipynb (+2)");
  CHECK(text_in_body(cell, "sha256_after") == base::sha256_hex("{\"cells\":[1]}"));
}

TEST_CASE("a hash that the patch contradicts is not told") {
  const std::string payload = payload_of("PostToolUse", "toolu_02");
  const std::string other = replaced(payload, "\"+    # cents, so that nothing is lost\",", "");
  const Event edit = first(read_hook(other), Kind::file_edit);
  CHECK(body_of(edit).root().find("sha256_after").is(json::Kind::absent));
  CHECK_FALSE(body_of(edit).root().find("sha256_before").is(json::Kind::absent));
}

TEST_CASE("an edit whose result says nothing still names its file") {
  const Event edit =
      first(read_hook(R"({"hook_event_name":"PostToolUse","session_id":"s",)"
                      R"("tool_name":"Edit","tool_use_id":"t","tool_response":"done",)"
                      R"("tool_input":{"file_path":"a.cpp"}})"),
            Kind::file_edit);
  CHECK(edit.file_path == "a.cpp");
  CHECK(edit.title == "Edit a.cpp");
}

TEST_CASE("a marker at the front of a prompt binds the prompt to a run") {
  const Read told = read_hook(payload_of("UserPromptSubmit"));
  REQUIRE(told.events.size() == 2);
  const Event start = first(told, Kind::run_start);
  CHECK(start.run_id == run);
  CHECK(start.session_id == session);
  CHECK(start.prompt_id == prompt);
  CHECK(runlog::start_facts(start.body_json) ==
        runlog::StartFacts{.title = "The total of the cart is a cent too low. Please find out why.",
                           .agent = "devbot"});
  const Event said = first(told, Kind::prompt);
  CHECK(said.run_id == run);
  CHECK(said.cause_id == start.id);
  CHECK(said.title == "The total of the cart is a cent too low. Please find out why.");
  CHECK(text_in_body(said, "prompt").find("[run=") == 0);
}

TEST_CASE("prompts that were merged begin several runs, and words about runs begin none") {
  const auto told = [](const std::string& prompt) {
    return read_hook(R"({"hook_event_name":"UserPromptSubmit","session_id":"s","prompt":)" +
                     json::quoted(prompt) + "}");
  };
  CHECK(told("[run=" + run + "] [run=0199c0de-0000-7000-8000-000000000002]\nBoth").events.size() ==
        3);
  CHECK(told("[run=" + run + "][run=" + run + "] Once").events.size() == 2);
  CHECK(told("See [run=" + run + "]").events.size() == 1);
  CHECK(told("[run=not-a-run-at-all-but-of-its-lengthxxx] x").events.size() == 1);
  CHECK(told("[run=" + run).events.size() == 1);
}

TEST_CASE("the run of the environment is that of every event") {
  runlog::Surroundings with_run = surroundings();
  with_run.run_id = "0199C0DE-0000-7000-8000-000000000003";
  for (const std::string& line : lines_of("hooks.jsonl")) {
    for (const Event& event : runlog::read_hook(line, with_run).events) {
      const bool is_marked = event.title.find("a cent too low") != std::string::npos;
      CHECK(event.run_id == (is_marked ? run : "0199c0de-0000-7000-8000-000000000003"));
    }
  }
  with_run.run_id = "${RUN_ID}";
  CHECK(runlog::read_hook(payload_of("Stop"), with_run).events.front().run_id.empty());
}

TEST_CASE("the end of a turn is what the model said, or why it failed") {
  const Event stop = only(read_hook(payload_of("Stop")));
  CHECK(stop.kind == Kind::assistant);
  CHECK(stop.title == "The cart sums cents now. All 12 tests pass.");
  CHECK(text_in_body(stop, "text") == "The cart sums cents now.\nAll 12 tests pass.");
  const Event failure = only(read_hook(payload_of("StopFailure")));
  CHECK(failure.kind == Kind::assistant);
  CHECK(failure.severity == Severity::error);
  CHECK(failure.title == "The model failed: rate_limit: try again at 17:00");
  const Event silent = only(read_hook(R"({"hook_event_name":"Stop","session_id":"s"})"));
  CHECK(silent.kind == Kind::session);
}

TEST_CASE("what a sub-agent does names it, and its end its beginning") {
  const Event start = only(read_hook(payload_of("SubagentStart")));
  CHECK(start.kind == Kind::subagent_start);
  CHECK(start.actor == "Explore/a1b2c3");
  const Event stop = only(read_hook(payload_of("SubagentStop")));
  CHECK(stop.kind == Kind::subagent_stop);
  CHECK(stop.cause_id == start.id);
  CHECK(stop.title == "Sub-agent Explore/a1b2c3 stopped: The total is summed in shop/cart.py.");
  CHECK(only(read_hook(payload_of("PreToolUse", "toolu_01"))).actor == "Explore/a1b2c3");
  CHECK(only(read_hook(payload_of("PreToolUse", "toolu_06"))).actor.empty());
}

TEST_CASE("what happens to a session reads as a sentence") {
  const auto title = [](const std::string& name) {
    return read_hook(payload_of(name)).events.front().title;
  };
  CHECK(title("SessionStart") == "Session started: startup, claude-sonnet-5, Cart totals");
  CHECK(title("SessionEnd") == "Session ended: other");
  CHECK(title("PermissionRequest") == "Permission asked: Edit shop/cart.py");
  CHECK(title("FileChanged") == "Watched file changed: change, /home/dev/shop/.env");
  CHECK(title("Notification") == "Notification: Claude is waiting for your input");
}

TEST_CASE("the end of a session hints at the end of what it worked on") {
  const Read told = read_hook(payload_of("SessionEnd"));
  REQUIRE(told.events.size() == 2);
  CHECK(told.events[0].kind == Kind::session);
  const Event& finish = told.events[1];
  CHECK(finish.kind == Kind::run_finish);
  CHECK(finish.cause_id == told.events[0].id);
  CHECK(finish.session_id == session);
  CHECK(finish.prompt_id == prompt);
  CHECK(finish.run_id.empty());
  const runlog::FinishFacts facts = runlog::finish_facts(finish.body_json);
  CHECK(facts.status == runlog::Status::ok);
  CHECK(facts.outcome == "session ended: other");
  CHECK(facts.hint);
  runlog::Surroundings within = surroundings();
  within.run_id = run;
  CHECK(runlog::read_hook(payload_of("SessionEnd"), within).events[1].run_id == run);
  const Read nameless = read_hook(R"({"hook_event_name":"SessionEnd","session_id":"s"})");
  CHECK(runlog::finish_facts(nameless.events[1].body_json).outcome ==
        "session ended: no reason given");
  CHECK(only(read_hook(R"({"hook_event_name":"SessionEnd"})")).kind == Kind::session);
}

TEST_CASE("members of a wrong type cost what they would have told, and nothing else") {
  for (const std::string& line : lines_of("hooks.jsonl")) {
    for (const std::string& text : spoiled(line))
      CHECK(read_hook(text).unreadable == 0);
  }
}

TEST_CASE("what is no payload is kept and counted") {
  for (const std::string& text : hostile_texts()) {
    const Read told = read_hook(text);
    const bool is_object = text == "{}";
    CHECK(told.unreadable == (is_object ? 0 : 1));
    CHECK(only(told).kind == Kind::raw);
  }
}

TEST_CASE("a payload that is too long still says whose it is, and of which call") {
  const std::string text(runlog::payload_bytes_max, 'x');
  const std::string payload = R"({"session_id":")" + session + R"(","prompt_id": "p1",)" +
                              R"("hook_event_name":"PostToolUse","tool_name":"Read",)" +
                              R"("tool_response":"\"tool_use_id\":\"forged\" )" + text +
                              R"(","tool_use_id":"toolu_06"})";
  const Event event = only(runlog::read_hook(payload, surroundings()));
  CHECK(event.kind == Kind::raw);
  CHECK(event.session_id == session);
  CHECK(event.stream == session);
  CHECK(event.prompt_id == "p1");
  CHECK(event.tool == "Read");
  CHECK(event.tool_use_id == "toolu_06");
}

TEST_CASE("of what was cut off only whole names are believed") {
  const Event event = only(runlog::read_hook(
      R"({"prompt_id":"p\u0031","session_id":"s1","tool_use_id":"too)", surroundings()));
  CHECK(event.session_id == "s1");
  CHECK(event.prompt_id.empty());
  CHECK(event.tool_use_id.empty());
}

TEST_CASE("a text that was cut within a character is read all the same") {
  for (const std::string cut :
       {"a\\ud83d", "\\ude00b", "\\ud83d\\ud83d\\ude00", "\xff\xc3", "\\\\ud83d"}) {
    const Event event = only(read_hook(
        R"({"hook_event_name":"PreToolUse","session_id":"s","tool_use_id":"t","tool_name":"Bash",)"
        R"("tool_input":{"command":")" +
        cut + "\"}}"));
    CHECK(event.kind == Kind::tool_start);
    CHECK(event.tool_use_id == "t");
  }
  const auto escape = read_hook(R"({"hook_event_name":"Stop\\ud83d \ud83d","session_id":"s"})");
  CHECK(only(escape).title == "Stop\\ud83d \xEF\xBF\xBD");
}

TEST_CASE("a payload nested beyond all use keeps its call") {
  std::string nested = "1";
  for (int level = 0; level < 60; ++level)
    nested = "[" + nested + "]";
  const Event event = only(read_hook(
      R"({"hook_event_name":"PreToolUse","session_id":"s","tool_use_id":"t","tool_name":"X",)"
      R"("tool_input":{"a":)" +
      nested + "}}"));
  CHECK(event.kind == Kind::tool_start);
  CHECK(text_in_body(event, "not_kept_whole").find("nested deeper") == 0);
}

TEST_CASE("names of any size and with hidden characters fit an event") {
  const std::string huge(1'000'000, 'n');
  const Event event =
      only(read_hook(R"({"hook_event_name":"PreToolUse","session_id":")" + huge +
                     R"(","tool_use_id":"\u0000\u202et","tool_name":")" + huge +
                     R"(","tool_input":{"file_path":")" + huge + R"(\n\u001b[31m"}})"));
  CHECK(event.tool_use_id == "t");
  CHECK(event.session_id.size() <= 512);
  CHECK(event.file_path.size() <= 4096);
}

}  // namespace
