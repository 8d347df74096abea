// What a refused update_record suggests: the same call put right, and not the whole record.

#include "calls.hpp"

namespace {

struct UpdateSuggestionsFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  std::string id = devbot.write(
      sample::with(sample::incident("Checkout failed"), "action_items", R"(["Add an alert"])"));

  /// The arguments that a refusal of this one suggests.
  std::string suggestion(const std::string& set_json) const {
    const auto answer = devbot.call("update_record", calls::update(id, 1, set_json));
    REQUIRE(answer.is_error);
    INFO(answer.text);
    const std::string suggested = desk::after(answer.text, "(put your own values in):\n");
    REQUIRE_FALSE(suggested.empty());
    return suggested;
  }

  std::string suggested_set(const std::string& set_json) const {
    const json::Document arguments = sample::parsed(suggestion(set_json));
    CHECK(arguments.root().find("id").text() == id);
    CHECK(arguments.root().find("expected_revision").dump() == "1");
    return arguments.root().find("set").dump();
  }
};

}  // namespace

TEST_CASE_METHOD(UpdateSuggestionsFixture,
                 "a refused update suggests what it named and what is missing, no more") {
  CHECK(suggested_set(R"({"status":"resolved"})") ==
        R"({"status":"resolved","resolution":"Rolled back to the previous release."})");
  CHECK(suggested_set(R"({"bogus":1,"impact":"40%."})") == R"({"impact":"40%."})");
  CHECK(suggested_set(R"({"severity":"sev2","rationale":"Because."})") == R"({"severity":"sev2"})");
}

TEST_CASE_METHOD(UpdateSuggestionsFixture,
                 "a refused update still suggests what it wanted to take out") {
  CHECK(suggested_set(R"({"action_items":null,"bogus":1})") == R"({"action_items":null})");
}

TEST_CASE_METHOD(UpdateSuggestionsFixture, "what a refused update suggests is accepted as it is") {
  for (const char* set : {R"({"status":"resolved"})",
                          R"({"severity":"sev9","symptoms":"one line"})",
                          R"({"title":"x","action_items":null})",
                          R"({"status":"rolling","bogus":{"a":[1]}})",
                          R"({"impact":null,"summary":null})"}) {
    INFO(set);
    const std::string suggested = suggestion(set);
    INFO(suggested);
    const desk::Desk fresh(home.path());
    const auto revision = fresh.must("get_record", calls::about(id)).member("revision");
    const auto answer =
        fresh.call("update_record", sample::with(suggested, "expected_revision", revision));
    INFO(answer.text);
    CHECK_FALSE(answer.is_error);
  }
}
