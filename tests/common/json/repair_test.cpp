#include "common/json/random_values.hpp"
#include "json/fields.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using json::Rule;
using random_values::Source;

using support::parsed;

namespace {

std::string repaired(const Rule& rule, const std::string& text) {
  return json::repaired(rule, parsed(text).root());
}

/// A record with all that mcp-memory's has: kinds, statuses by kind, a chain of conditions, lists
/// of forms, lists of objects.
Rule record_rule() {
  auto keyword = json::text_rule(1, 10);
  keyword.form = json::Form{"a keyword", {}, {}, [](std::string_view text) {
                              return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") ==
                                     std::string_view::npos;
                            }};
  auto type = json::required_member("type", json::choice_rule({"decision", "incident", "runbook"}));
  auto title = json::required_member("title", json::text_rule(10, 40));
  title.example = R"("A title that is long enough")";
  auto tags = json::optional_member("tags", json::list_rule(keyword));
  tags.rule.items_max = 3;
  auto status = json::optional_member("status", json::text_rule(1, 20));
  status.choices_when = {{{"type", {"decision"}}, {"accepted", "superseded"}},
                         {{"type", {"incident"}}, {"open", "resolved"}}};
  auto resolution = json::optional_member("resolution", json::text_rule(5, 50));
  resolution.only_when = {{"type", {"incident"}}};
  resolution.required_when = {{"status", {"resolved"}}};
  resolution.example = R"("It was rolled back")";
  auto step = json::object_rule({json::required_member("action", json::text_rule(1, 20)),
                                 json::optional_member("command", json::text_rule(1, 20))});
  auto steps = json::optional_member("steps", json::list_rule(step));
  steps.rule.items_min = 2;
  steps.rule.items_max = 4;
  steps.only_when = steps.required_when = {{"type", {"runbook"}}};
  steps.example = R"([{"action":"look"},{"action":"act"}])";
  auto risk = json::optional_member("risk", json::choice_rule({"none", "high"}));
  risk.only_when = risk.required_when = {{"type", {"runbook"}}};
  auto rollback = json::optional_member("rollback", json::list_rule(json::text_rule(1, 20)));
  rollback.rule.items_min = 1;
  rollback.only_when = {{"type", {"runbook"}}};
  rollback.required_when = {{"risk", {"high"}}};
  rollback.example = R"(["undo it"])";
  return json::object_rule({type, title, tags, status, resolution, steps, risk, rollback});
}

/// Every kind of value, nested, without examples.
Rule mixed_rule() {
  auto inner = json::object_rule({json::required_member("flag", json::boolean_rule()),
                                  json::required_member("tiny", json::text_rule(0, 2)),
                                  json::optional_member("number", json::number_rule())});
  auto count = json::optional_member("count", json::integer_rule(-5, 5));
  count.fallback = "1";
  return json::object_rule({count,
                            json::required_member("inner", inner),
                            json::required_member("level", json::choice_rule({"low", "high"})),
                            json::required_member("rows", json::list_rule(json::list_rule(inner))),
                            json::optional_member("text", json::text_rule(4, 8))});
}

/// The condition stands behind what hangs on it, and hangs on another.
Rule chain_rule() {
  auto a = json::required_member("a", json::choice_rule({"x", "y"}));
  auto b = json::optional_member("b", json::text_rule(1, 9));
  b.choices_when = {{{"a", {"x"}}, {"one", "two"}}, {{"a", {"y"}}, {"three"}}};
  b.required_when = {{"a", {"x", "y"}}};
  auto c = json::optional_member("c", json::text_rule(1, 9));
  c.only_when = {{"b", {"two", "three"}}};
  c.choices_when = {{{"b", {"two"}}, {"deep"}}, {{"b", {"three"}}, {"deeper"}}};
  c.required_when = {{"b", {"three"}}};
  auto d = json::optional_member("d", json::integer_rule(7, 7));
  d.required_when = {{"c", {"deep", "deeper"}}};
  return json::object_rule({d, c, b, a});
}

/// An object that has some of the members under their own names, and others.
std::string near_miss(Source& source, const Rule& rule) {
  json::Writer out;
  out.begin_object();
  for (const json::MemberRule& member : rule.members) {
    if (!source.chance(70)) continue;
    out.key(source.chance(90) ? member.name : member.name + "s");
    if (!member.rule.choices.empty() && source.chance(80)) {
      out.text(source.one_of(member.rule.choices) + (source.chance(30) ? "z" : ""));
    } else if (!member.choices_when.empty() && source.chance(80)) {
      const auto& group = member.choices_when[source.below(member.choices_when.size())];
      out.text(source.one_of(group.choices) + (source.chance(30) ? "z" : ""));
    } else {
      out.raw(source.value(3));
    }
  }
  return out.end_object().take();
}

void must_be_repairable(const Rule& rule, const std::string& text) {
  const auto document = parsed(text);
  const std::string suggestion = json::repaired(rule, document.root());
  const auto again = parsed(suggestion);
  const auto violations = json::check(rule, again.root());
  if (violations.empty()) return;
  CAPTURE(text, suggestion, violations.front().pointer, violations.front().what);
  FAIL("the suggestion is not accepted");
}

}  // namespace

TEST_CASE("a suggestion is accepted, whatever was given") {
  Source source(7);
  for (const Rule& rule : {record_rule(), mixed_rule(), chain_rule()}) {
    for (int round = 0; round < 3000; ++round) {
      must_be_repairable(rule, near_miss(source, rule));
      must_be_repairable(rule, source.value(4));
    }
  }
}

TEST_CASE("a value that is right stays as it is") {
  const std::string right =
      R"({"type":"incident","title":"Payments fail","tags":["a"],"status":"open"})";
  CHECK(repaired(record_rule(), right) == right);
  CHECK(repaired(json::number_rule(), "2.5") == "2.5");
  CHECK(repaired(json::boolean_rule(), "true") == "true");
}

TEST_CASE("what was given is kept as far as it can be") {
  CHECK(repaired(json::integer_rule(1, 9), "99") == "9");
  CHECK(repaired(json::integer_rule(1, 9), "\"5\"") == "5");
  CHECK(repaired(json::boolean_rule(), "\"true\"") == "true");
  CHECK(repaired(json::text_rule(1, 3), "\"abcd\"") == "\"abc\"");
  CHECK(repaired(json::text_rule(1, 9), "42") == "\"42\"");
  CHECK(repaired(json::choice_rule({"low", "high"}), "\"hihg\"") == "\"high\"");
  CHECK(repaired(json::list_rule(json::text_rule(1, 9)), "\"one\"") == "[\"one\"]");
}

TEST_CASE("a misspelt name keeps its value") {
  const auto document =
      parsed(repaired(record_rule(), R"({"typ":"decision","titel":"Orders are in PostgreSQL"})"));
  CHECK(document.root().find("title").text() == "Orders are in PostgreSQL");
  CHECK(document.root().find("type").text() == "decision");
}

TEST_CASE("a misspelt type does not cost the members that hang on it") {
  const auto document = parsed(repaired(
      record_rule(),
      R"({"type":"incidnt","title":"Payments fail","status":"resolvd","resolution":"Restarted it"})"));
  CHECK(document.root().find("type").text() == "incident");
  CHECK(document.root().find("status").text() == "resolved");
  CHECK(document.root().find("resolution").text() == "Restarted it");
}

TEST_CASE("an entry of which nothing can be kept is left out") {
  const auto document = parsed(repaired(
      record_rule(), R"({"type":"decision","title":"0123456789","tags":["ok","No!",""]})"));
  CHECK(document.root().find("tags").dump() == R"(["ok"])");
}

TEST_CASE("a huge list of wrong entries is repaired without looking at all of it") {
  std::string text = R"({"type":"decision","title":"0123456789","tags":["")";
  for (int count = 0; count < 150'000; ++count)
    text += ",\"\"";
  must_be_repairable(record_rule(), text + "]}");
}
