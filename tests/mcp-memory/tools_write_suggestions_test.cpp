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

}  // namespace

TEST_CASE("the call that an error of write_record suggests is accepted verbatim") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  const std::string decision = sample::decision();
  const std::string incident = sample::incident();
  const std::string pattern = sample::pattern();
  const std::string runbook = sample::runbook();
  const std::string broken[] = {
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
      with(decision, "type", R"("decison")"),
      with(decision, "type", R"("Decision")"),
      with(decision, "type", R"("runbook")"),
      without(decision, "title"),
      with(decision, "title", "7"),
      with(decision, "title", R"("x")"),
      with(decision, "title", text_json(500, "😀")),
      with(decision, "title", R"("    ")"),
      with(decision, "title", R"("\u200b\u200b\u200b\u200b")"),
      with(decision, "title", R"({"text":"a"})"),
      with(decision, "summary", "null"),
      with(decision, "summary", text_json(4000, "\\\"")),
      with(decision, "titel", R"("Misspelt")"),
      with(without(decision, "title"), "titel", R"("Misspelt")"),
      with(decision, "status", R"("open")"),
      with(incident, "status", R"("resolvd")"),
      with(incident, "status", R"("resolved")"),
      with(incident, "severity", R"("high")"),
      with(incident, "severity", "1"),
      with(incident, "started_at", R"("yesterday at noon")"),
      with(incident, "started_at", "1790000000"),
      with(incident, "symptoms", list_json(30, R"("boom")")),
      with(incident, "symptoms", R"({"a":1})"),
      with(decision, "tags", R"(["Retry Policy"])"),
      with(decision, "tags", R"([""])"),
      with(decision, "tags", R"(["ok",null,7,["x"]])"),
      with(decision, "tags", R"("not, a, list")"),
      with(decision, "tags", list_json(40, R"("a")")),
      with(decision, "aliases", R"(["a"])"),
      with(decision, "aliases", R"(["","",""])"),
      with(decision, "scope", "[1,2,3]"),
      with(decision, "refs", R"([{"kind":"pr","value":"7"}])"),
      with(decision, "options", R"(["MySQL"])"),
      with(decision, "options", R"([{"name":"MySQL"}])"),
      with(decision, "options", R"([["MySQL","costs"]])"),
      with(decision, "options", R"([{"name":"MySQL","why":"costs"}])"),
      with(decision, "options", R"("MySQL")"),
      with(decision, "colour", R"("red")"),
      with(decision, "severity", R"("sev1")"),
      with(decision, "steps", R"([{"action":"Look"}])"),
      with(pattern, "solution", text_json(9000, "a")),
      with(pattern, "problem", R"(["a","b"])"),
      with(pattern, "when_to_use", R"("")"),
      with(runbook, "steps", "[]"),
      with(runbook, "steps", R"(["do this","then that"])"),
      with(runbook, "steps", R"([["do","this"]])"),
      with(runbook, "steps", R"([[],{},null,7])"),
      with(runbook, "steps", R"([{"n":1,"action":"Look"}])"),
      with(runbook, "steps", R"([{"command":"ls"}])"),
      with(runbook, "steps", list_json(60, R"({"action":"Look"})")),
      with(runbook, "triggers", R"([""])"),
      with(runbook, "triggers", R"([null])"),
      with(runbook, "triggers", "7"),
      with(runbook, "verification", R"(["\u200b"])"),
      with(runbook, "risk", R"("low")"),
      with(runbook, "risk", R"("reversible")"),
      with(with(runbook, "risk", R"("destructve")"), "rollback", "[null]"),
  };
  static_assert(std::size(broken) >= 40);
  for (const std::string& arguments : broken)
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
