#include "json/rule.hpp"

#include "base/clock.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;
using json::Rule;

namespace {

/// All violations, one a line: "<pointer>: <what>".
std::string problems(const Rule& rule, const std::string& text) {
  const auto document = json::parse(text);
  if (!document) FAIL(document.error().message);
  std::string all;
  for (const auto& violation : json::check(rule, document->root()))
    all += violation.pointer + ": " + violation.what + "\n";
  return all;
}

json::Form date_form() {
  return {"a date", "format", "date", [](std::string_view text) {
            return base::parse_iso(text).has_value();
          }};
}

/// An incident or a decision; the incident has a cause once it is closed.
Rule ticket_rule() {
  auto kind = json::required_member("kind", json::choice_rule({"incident", "decision"}));
  auto state = json::optional_member("state", json::text_rule(1, 20));
  state.choices_when = {{{"kind", {"incident"}}, {"open", "closed"}},
                        {{"kind", {"decision"}}, {"accepted"}}};
  auto cause = json::optional_member("cause", json::text_rule(1, 20));
  cause.only_when = {{"kind", {"incident"}}};
  cause.required_when = {{"state", {"closed"}}};
  auto count = json::optional_member("count", json::integer_rule(1, 9));
  count.fallback = "1";
  return json::object_rule({kind, state, cause, count});
}

}  // namespace

TEST_CASE("a value of every kind passes its rule") {
  CHECK(problems(json::boolean_rule(), "true").empty());
  CHECK(problems(json::number_rule(), "1.5").empty());
  CHECK(problems(json::number_rule(), "1").empty());
  CHECK(problems(json::integer_rule(), "-5").empty());
  CHECK(problems(json::text_rule(0, 5), "\"\"").empty());
  CHECK(problems(json::choice_rule({"a", "b"}), "\"b\"").empty());
  CHECK(problems(json::list_rule(json::boolean_rule()), "[true]").empty());
  CHECK(problems(json::object_rule({}), "{}").empty());
}

TEST_CASE("a value of another kind is told what was expected") {
  CHECK_THAT(problems(json::boolean_rule(), "1"), Contains("1 is an integer"));
  CHECK_THAT(problems(json::integer_rule(1, 9), "\"5\""), Contains("an integer from 1 to 9"));
  CHECK_THAT(problems(json::integer_rule(), "1.5"), Contains("1.5 is a number"));
  CHECK_THAT(problems(json::integer_rule(), "9223372036854775808"), Contains("is a number"));
  CHECK_THAT(problems(json::number_rule(), "null"), Contains("null is null"));
  CHECK_THAT(problems(json::text_rule(1, 9), "{}"), Contains("text of 1 to 9 characters"));
  CHECK_THAT(problems(json::choice_rule({"a", "b"}), "[]"), Contains("one of: a, b"));
  CHECK_THAT(problems(json::list_rule(json::boolean_rule()), "{}"), Contains("a list of 0 to"));
  CHECK_THAT(problems(json::object_rule({}), "[]"), Contains("expected an object"));
}

TEST_CASE("integers have bounds that belong to the range") {
  const Rule rule = json::integer_rule(1, 9);
  CHECK(problems(rule, "1").empty());
  CHECK(problems(rule, "9").empty());
  CHECK_THAT(problems(rule, "0"), Contains("0 is out of range; 1 to 9 is allowed"));
  CHECK_THAT(problems(rule, "10"), Contains("out of range"));
}

TEST_CASE("the length of text counts characters, not bytes") {
  const Rule rule = json::text_rule(2, 3);
  CHECK(problems(rule, "\"\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\"").empty());
  CHECK_THAT(problems(rule, "\"a\""), Contains("at least 2, at most 3"));
  CHECK_THAT(problems(rule, "\"abcd\""), Contains("4 characters"));
}

TEST_CASE("a form is checked in words") {
  Rule rule = json::text_rule(1, 40);
  rule.form = date_form();
  CHECK(problems(rule, "\"2026-11-22\"").empty());
  CHECK_THAT(problems(rule, "\"soon\""), Contains("\"soon\" is not a date"));
}

TEST_CASE("an enum suggests what was meant") {
  const Rule rule = json::choice_rule({"decision", "incident"});
  CHECK_THAT(problems(rule, "\"incidnt\""), Contains("did you mean incident?"));
  CHECK_THAT(problems(rule, "\"zzz\""),
             Contains("one of: decision, incident") && !Contains("mean"));
  CHECK_THAT(problems(rule, "\"Decision\""), Contains("did you mean decision?"));
}

TEST_CASE("a list is checked as a whole and entry by entry") {
  Rule rule = json::list_rule(json::integer_rule(0, 9));
  rule.items_min = 1;
  rule.items_max = 3;
  CHECK(problems(rule, "[1,2,3]").empty());
  CHECK_THAT(problems(rule, "[]"), Contains("0 entries; at least 1, at most 3"));
  CHECK_THAT(problems(rule, "[1,2,3,4]"), Contains("4 entries"));
  CHECK_THAT(problems(rule, "[1,true,99]"),
             Contains("/1: true is true or false") && Contains("/2: 99 is out of range"));
}

TEST_CASE("unknown members are refused by name, unless the object is open") {
  const auto members = std::vector{json::required_member("title", json::text_rule(1, 9))};
  CHECK_THAT(problems(json::object_rule(members), R"({"title":"x","titel":"y"})"),
             Contains("/titel: unknown field; did you mean title?"));
  CHECK_THAT(problems(json::object_rule(members), R"({"title":"x","a/b~c":1})"),
             Contains("/a~1b~0c: unknown field; known: title"));
  CHECK(problems(json::open_object_rule(members), R"({"title":"x","other":1})").empty());
}

TEST_CASE("a missing member is told with what it must be") {
  CHECK_THAT(problems(ticket_rule(), "{}"),
             Contains("/kind: missing; required: one of: incident, decision"));
}

TEST_CASE("all violations come at once, in the order of the rules, and at most twenty") {
  const std::string all =
      problems(ticket_rule(), R"({"count":0,"kind":"incident","state":"x","more":1})");
  CHECK(all.find("/state") < all.find("/count"));
  CHECK(all.find("/count") < all.find("/more"));
  std::string entries = "[0";
  for (int count = 0; count < 90; ++count)
    entries += ",\"x\"";
  const auto document = json::parse(entries + "]");
  CHECK(json::check(json::list_rule(json::integer_rule()), document->root()).size() == 20);
}

TEST_CASE("a condition decides what is allowed and what is required") {
  CHECK(problems(ticket_rule(), R"({"kind":"incident","state":"closed","cause":"x"})").empty());
  CHECK(problems(ticket_rule(), R"({"kind":"incident","state":"open"})").empty());
  CHECK_THAT(problems(ticket_rule(), R"({"kind":"incident","state":"closed"})"),
             Contains("/cause: missing"));
  CHECK_THAT(problems(ticket_rule(), R"({"kind":"decision","cause":"x"})"),
             Contains("/cause: only goes with kind incident; leave it out"));
  CHECK_THAT(problems(ticket_rule(), R"({"kind":"decision","state":"open"})"),
             Contains("/state") && Contains("one of: accepted"));
}

TEST_CASE("a fallback counts for a condition as if it had been given") {
  auto mode = json::optional_member("mode", json::choice_rule({"fast", "safe"}));
  mode.fallback = "\"fast\"";
  auto speed = json::optional_member("speed", json::integer_rule());
  speed.required_when = {{"mode", {"fast"}}};
  const Rule rule = json::object_rule({mode, speed});
  CHECK_THAT(problems(rule, "{}"), Contains("/speed: missing"));
  CHECK(problems(rule, R"({"mode":"safe"})").empty());
}

TEST_CASE("an error does not repeat a large value") {
  const std::string large = "\"" + std::string(100'000, 'x') + "\"";
  CHECK(problems(json::integer_rule(), large).size() < 400);
  CHECK(problems(json::choice_rule({"a"}), large).size() < 400);
  CHECK(problems(ticket_rule(), "{\"kind\":\"decision\"," + large + ":1}").size() < 400);
}
