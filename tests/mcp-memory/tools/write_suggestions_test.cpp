// The call that an error suggests must work as it is: a model copies it.

#include "desk.hpp"

using sample::list_json;
using sample::text_json;
using sample::with;
using sample::without;

namespace {

const std::string marker = "Arguments that would be accepted (put your own values in):\n";

void suggestion_works(const desk::Desk& agent, const std::string& tool, const std::string& broken) {
  const auto refused = agent.call(tool, broken);
  INFO(tool << " " << broken.substr(0, 1500));
  INFO(refused.text.substr(0, 3000));
  CHECK(refused.is_error);
  const std::size_t at = refused.text.find(marker);
  CHECK(at != std::string::npos);
  if (at == std::string::npos) return;
  const std::string suggested = refused.text.substr(at + marker.size());
  REQUIRE(json::parse(suggested));
  const auto answer = agent.call(tool, suggested);
  INFO(answer.text.substr(0, 3000));
  CHECK_FALSE(answer.is_error);
}

std::vector<std::string> some_broken_records() {
  return {
      "{}",
      R"({"type":"decision"})",
      R"({"type":"incident"})",
      R"({"type":"pattern"})",
      R"({"type":"runbook"})",
      R"({"type":"runbook","risk":"destructive"})",
      R"({"type":"incident","status":"resolved"})",
      R"({"type":"note","title":"A note"})",
      R"({"type":7})",
      R"({"type":null,"title":"No type"})",
      R"({"type":["decision"]})",
      with(sample::decision(), "type", R"("decison")"),
      with(sample::decision(), "type", R"("Decision")"),
      with(sample::decision(), "type", R"("runbook")"),
      without(sample::decision(), "title"),
      with(sample::decision(), "title", "7"),
      with(sample::decision(), "title", R"("x")"),
      with(sample::decision(), "title", text_json(500, "😀")),
      with(sample::decision(), "title", R"("    ")"),
      with(sample::decision(), "title", R"("\u200b\u200b\u200b\u200b")"),
      with(sample::decision(), "title", R"({"text":"a"})"),
      with(sample::decision(), "summary", "null"),
      with(sample::decision(), "summary", text_json(4000, "\\\"")),
      with(sample::decision(), "titel", R"("Misspelt")"),
      with(without(sample::decision(), "title"), "titel", R"("Misspelt")"),
      with(sample::decision(), "status", R"("open")"),
      with(sample::incident(), "status", R"("resolvd")"),
      with(sample::incident(), "status", R"("resolved")"),
      with(sample::incident(), "severity", R"("high")"),
      with(sample::incident(), "severity", "1"),
      with(sample::incident(), "started_at", R"("yesterday at noon")"),
      with(sample::incident(), "started_at", "1790000000"),
      with(sample::incident(), "symptoms", list_json(30, R"("boom")")),
      with(sample::incident(), "symptoms", R"({"a":1})"),
  };
}

std::vector<std::string> more_broken_records() {
  return {
      with(sample::decision(), "tags", R"(["Retry Policy"])"),
      with(sample::decision(), "tags", R"([""])"),
      with(sample::decision(), "tags", R"(["ok",null,7,["x"]])"),
      with(sample::decision(), "tags", R"("not, a, list")"),
      with(sample::decision(), "tags", list_json(40, R"("a")")),
      with(sample::decision(), "aliases", R"(["a"])"),
      with(sample::decision(), "aliases", R"(["","",""])"),
      with(sample::decision(), "scope", "[1,2,3]"),
      with(sample::decision(), "refs", R"([{"kind":"pr","value":"7"}])"),
      with(sample::decision(), "options", R"(["MySQL"])"),
      with(sample::decision(), "options", R"([{"name":"MySQL"}])"),
      with(sample::decision(), "options", R"([["MySQL","costs"]])"),
      with(sample::decision(), "options", R"([{"name":"MySQL","why":"costs"}])"),
      with(sample::decision(), "options", R"("MySQL")"),
      with(sample::decision(), "colour", R"("red")"),
      with(sample::decision(), "severity", R"("sev1")"),
      with(sample::decision(), "steps", R"([{"action":"Look"}])"),
      with(sample::pattern(), "solution", text_json(9000, "a")),
      with(sample::pattern(), "problem", R"(["a","b"])"),
      with(sample::pattern(), "when_to_use", R"("")"),
      with(sample::runbook(), "steps", "[]"),
      with(sample::runbook(), "steps", R"(["do this","then that"])"),
      with(sample::runbook(), "steps", R"([["do","this"]])"),
      with(sample::runbook(), "steps", R"([[],{},null,7])"),
      with(sample::runbook(), "steps", R"([{"n":1,"action":"Look"}])"),
      with(sample::runbook(), "steps", R"([{"command":"ls"}])"),
      with(sample::runbook(), "steps", list_json(60, R"({"action":"Look"})")),
      with(sample::runbook(), "triggers", R"([""])"),
      with(sample::runbook(), "triggers", R"([null])"),
      with(sample::runbook(), "triggers", "7"),
      with(sample::runbook(), "verification", R"(["\u200b"])"),
      with(sample::runbook(), "risk", R"("low")"),
      with(sample::runbook(), "risk", R"("reversible")"),
      with(with(sample::runbook(), "risk", R"("destructve")"), "rollback", "[null]"),
  };
}

}  // namespace

TEST_CASE("the call that an error of write_record suggests is accepted verbatim") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  for (const std::string& arguments : some_broken_records())
    suggestion_works(agent, "write_record", arguments);
  for (const std::string& arguments : more_broken_records())
    suggestion_works(agent, "write_record", arguments);
}

TEST_CASE("the call that an error of a reading tool suggests is accepted verbatim") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  agent.write(sample::decision());
  const std::string query = R"({"query":"orders"})";
  const std::pair<const char*, std::string> broken[] = {
      {"find_records", "{}"},
      {"find_records", R"({"query":""})"},
      {"find_records", R"({"query":"  "})"},
      {"find_records", R"({"query":"\u200b"})"},
      {"find_records", R"({"query":7})"},
      {"find_records", R"({"question":"orders"})"},
      {"find_records", R"({"query":)" + text_json(5000, "ж") + "}"},
      {"find_records", with(query, "limit", "0")},
      {"find_records", with(query, "limit", "1000000000000")},
      {"find_records", with(query, "limit", R"("ten")")},
      {"find_records", with(query, "limit", "2.5")},
      {"find_records", with(query, "type", R"("decisions")")},
      {"find_records", with(query, "budget_tokens", "1")},
      {"find_records", with(query, "skip", "-1")},
      {"find_records", with(query, "agent", text_json(100))},
      {"read_records", R"({"limit":101})"},
      {"read_records", R"({"limt":5})"},
      {"read_records", R"({"type":"incidents"})"},
      {"read_records", R"({"since":7})"},
      {"read_records", R"({"since":"last week"})"},
      {"read_records", R"({"cursor":"42"})"},
      {"read_records", R"({"cursor":"before-0"})"},
      {"find_records", with(query, "since", R"("recently")")},
      {"read_records", R"({"budget_tokens":1000000})"},
      {"brief", R"({"budget_tokens":100})"},
      {"brief", R"({"paths":[7,{}]})"},
      {"brief", R"({"paths":"a,b","verbose":true})"},
  };
  for (const auto& [tool, arguments] : broken) {
    suggestion_works(agent, tool, arguments);
  }
}
