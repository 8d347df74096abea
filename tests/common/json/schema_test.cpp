#include "json/rule.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;

TEST_CASE("every kind has its schema") {
  CHECK(json::schema(json::boolean_rule()) == R"({"type":"boolean"})");
  CHECK(json::schema(json::number_rule()) == R"({"type":"number"})");
  CHECK(json::schema(json::integer_rule()) == R"({"type":"integer"})");
  CHECK(json::schema(json::integer_rule(1, 9)) == R"({"type":"integer","minimum":1,"maximum":9})");
  CHECK(json::schema(json::text_rule(0, 9)) == R"({"type":"string","maxLength":9})");
  CHECK(json::schema(json::text_rule(2, 9)) == R"({"type":"string","minLength":2,"maxLength":9})");
  CHECK(json::schema(json::choice_rule({"a", "b"})) == R"({"type":"string","enum":["a","b"]})");
  CHECK(json::schema(json::object_rule({})) == R"({"type":"object","additionalProperties":false})");
  CHECK(json::schema(json::open_object_rule({})) == R"({"type":"object"})");
}

TEST_CASE("a list tells its entries and how many there may be") {
  json::Rule rule = json::list_rule(json::boolean_rule());
  rule.items_min = 1;
  rule.items_max = 5;
  CHECK(json::schema(rule) ==
        R"({"type":"array","items":{"type":"boolean"},"minItems":1,"maxItems":5})");
}

TEST_CASE("a form with a keyword is in the schema") {
  json::Rule rule = json::text_rule(1, 9);
  rule.form = json::Form{"a \"word\"", "pattern", "^\\w+$", [](std::string_view) { return true; }};
  CHECK_THAT(json::schema(rule), Contains(R"("pattern":"^\\w+$")"));
  rule.form->keyword.clear();
  CHECK_THAT(json::schema(rule), !Contains("pattern"));
}

TEST_CASE("members tell description, fallback and whether they are required") {
  auto name = json::required_member("name", json::text_rule(1, 9), "Who.");
  auto count = json::optional_member("count", json::integer_rule(), "How many.");
  count.fallback = "3";
  const auto document = json::parse(json::schema(json::object_rule({name, count})));
  REQUIRE(document);
  const json::View root = document->root();
  CHECK(root.find("properties").find("name").find("description").text() == "Who.");
  CHECK(root.find("properties").find("count").find("default").integer() == 3);
  CHECK(root.find("required").dump() == R"(["name"])");
}

TEST_CASE("conditions are told in words, never as anyOf or if") {
  auto kind = json::required_member("kind", json::choice_rule({"incident", "decision"}));
  auto cause = json::optional_member("cause", json::text_rule(1, 20), "Why.");
  cause.only_when = {{"kind", {"incident"}}};
  cause.required_when = {{"kind", {"incident"}}};
  auto state = json::optional_member("state", json::text_rule(1, 20));
  state.choices_when = {{{"kind", {"incident"}}, {"open", "closed"}}};
  auto undo = json::optional_member("undo", json::text_rule(1, 20), "How.");
  undo.only_when = {{"kind", {"incident"}}};
  undo.required_when = {{"state", {"closed"}}};
  const std::string schema = json::schema(json::object_rule({kind, cause, state, undo}));
  CHECK_THAT(schema,
             Contains("For incident, required: Why.") && Contains("incident: open, closed.") &&
                 Contains("For incident: How. Required if state is closed."));
  CHECK_THAT(schema, !Contains("anyOf") && !Contains("\"if\""));
}
