#include "common/json/random_values.hpp"
#include "json/rule.hpp"
#include "support/catch.hpp"

using json::Rule;

namespace {

std::string normalised(const Rule& rule, const std::string& text) {
  const auto document = json::parse(text);
  if (!document) FAIL(document.error().message);
  return json::normalised(rule, document->root()).value_or("as it was");
}

Rule steps_rule() {
  const Rule step = json::object_rule({json::required_member("action", json::text_rule(1, 9)),
                                       json::optional_member("note", json::text_rule(1, 9))});
  return json::object_rule({json::required_member("steps", json::list_rule(step)),
                            json::optional_member("tags", json::list_rule(json::text_rule(1, 9))),
                            json::optional_member("count", json::integer_rule(1, 9))});
}

}  // namespace

TEST_CASE("what is normal is left alone") {
  CHECK(normalised(steps_rule(), R"({"steps":[{"action":"x"}],"count":1})") == "as it was");
  CHECK(normalised(steps_rule(), "{}") == "as it was");
  CHECK(normalised(steps_rule(), "[1]") == "as it was");
  CHECK(normalised(json::text_rule(1, 9), "\"[]\"") == "as it was");
}

TEST_CASE("a list or an object that was sent as text is taken for what it spells") {
  CHECK(normalised(steps_rule(), R"({"steps":"[{\"action\":\"x\"}]"})") ==
        R"({"steps":[{"action":"x"}]})");
  CHECK(normalised(steps_rule(), R"("{\"steps\":[\"{\\\"action\\\":\\\"x\\\"}\"]}")") ==
        R"({"steps":[{"action":"x"}]})");
}

TEST_CASE("text that spells something else stays text") {
  CHECK(normalised(steps_rule(), R"({"steps":"{}"})") == "as it was");
  CHECK(normalised(steps_rule(), R"({"steps":"[oops"})") == "as it was");
  CHECK(normalised(steps_rule(), R"({"tags":["[1]"]})") == "as it was");
}

TEST_CASE("null and nothing stand for absence where it is allowed") {
  CHECK(
      normalised(steps_rule(), R"({"steps":[{"action":"x","note":null}],"tags":[],"count":""})") ==
      R"({"steps":[{"action":"x"}]})");
  CHECK(normalised(steps_rule(), R"({"steps":null,"tags":null})") == R"({"steps":null})");
}

TEST_CASE("members that the rule does not know are kept for the check to name") {
  CHECK(normalised(steps_rule(), R"({"tags":null,"more":{"a":[1]}})") == R"({"more":{"a":[1]}})");
}

TEST_CASE("normalising twice changes nothing more") {
  random_values::Source source(3);
  for (int round = 0; round < 3000; ++round) {
    json::Writer out;
    out.begin_object();
    for (const auto* name : {"steps", "tags", "count"})
      if (source.chance(80)) out.key(name).raw(source.value(3));
    const std::string text = out.end_object().take();
    const auto document = json::parse(text);
    REQUIRE(document);
    const auto once = json::normalised(steps_rule(), document->root());
    if (!once) continue;
    CAPTURE(text, *once);
    const auto again = json::parse(*once);
    REQUIRE(again);
    CHECK_FALSE(json::normalised(steps_rule(), again->root()));
  }
}

TEST_CASE("lists in text in lists in text come to an end") {
  std::string text = "[]";
  for (int depth = 0; depth < 12; ++depth)
    text = "[" + json::quoted(text) + "]";
  Rule rule = json::list_rule(json::text_rule(0, 9));
  for (int depth = 0; depth < 12; ++depth)
    rule = json::list_rule(rule);
  CHECK(normalised(rule, text).substr(0, 3) == "[[[");
}
