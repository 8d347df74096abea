// Budgets and limits: no reply grows beyond what was asked for, whatever is stored.

#include "calls.hpp"

using Catch::Contains;

namespace {

/// Long in every text that lists show; each escape takes two bytes in JSON.
std::string long_title(int number) {
  return sample::times(115 - std::to_string(number).size(), "\"") + " n" + std::to_string(number);
}

struct BudgetsFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");

  std::string long_pattern(int number) const {
    return devbot.write(
        sample::with(sample::pattern(long_title(number)), "summary", sample::text_json(400, "\\")));
  }

  void check_budget(const std::string& tool, const std::string& arguments, int tokens) const {
    const auto answer =
        infrabot.must(tool, sample::with(arguments, "budget_tokens", std::to_string(tokens)));
    const std::size_t bytes_max = static_cast<std::size_t>(tokens) * 7 / 2;
    INFO(tool << ", " << tokens << " tokens");
    INFO(answer.text);
    CHECK(answer.text.size() <= bytes_max);
    CHECK(answer.structured().dump().size() <= bytes_max);
  }
};

constexpr int budgets[] = {200, 201, 250, 300, 500, 1000, 2000, 20000};

}  // namespace

TEST_CASE_METHOD(BudgetsFixture, "changes_since keeps to any budget and always gets on") {
  std::string before;
  for (int number = 0; number < 25; ++number) {
    const std::string id = long_pattern(number);
    devbot.must("confirm_record", calls::confirm(id, "worked", sample::times(333, "\"\\\n")));
    if (!before.empty()) devbot.must("supersede_record", calls::supersede_by(before, id));
    before = id;
  }
  for (const int tokens : budgets)
    for (const char* since : {"after-0", "after-1", "after-4", "after-70"})
      check_budget("changes_since", std::string(R"({"since":")") + since + "\"}", tokens);
}

TEST_CASE_METHOD(BudgetsFixture, "a change that is cut still says what it is") {
  const std::string id = long_pattern(1);
  devbot.must("confirm_record", calls::confirm(id, "failed", sample::times(300, "no ")));
  const auto answer = infrabot.must("changes_since", R"({"since":"after-1","budget_tokens":200})");
  const json::View change = answer.structured().find("changes").item(0);
  CHECK(change.find("record").text() == id);
  CHECK(change.find("detail").find("outcome").text() == "failed");
  CHECK_THAT(std::string(change.find("detail").find("evidence").text()), Contains("no no"));
}

TEST_CASE_METHOD(BudgetsFixture, "record_history keeps to any budget and says what it leaves out") {
  const std::string id = long_pattern(0);
  for (int number = 1; number <= 30; ++number) {
    devbot.must("confirm_record", calls::confirm(id, "worked", sample::times(333, "\"\\\n")));
    devbot.must("supersede_record", calls::supersede_by(long_pattern(number), id));
  }
  for (const int tokens : budgets)
    check_budget("record_history", calls::about(id), tokens);
  const std::string small = sample::with(calls::about(id), "budget_tokens", "1000");
  const auto answer = infrabot.must("record_history", small);
  const std::size_t shown = answer.structured().find("changes").size();
  CHECK(shown > 0);
  CHECK(answer.member("left_out") == std::to_string(31 - shown));
  CHECK_THAT(answer.text, Contains("earlier ones did not fit") && Contains("earlier ones\n"));
}

TEST_CASE_METHOD(BudgetsFixture, "a history that fits is whole") {
  const std::string id = long_pattern(0);
  devbot.must("confirm_record", calls::confirm(id, "worked", sample::times(200, "yes. ")));
  const auto answer = infrabot.must("record_history", calls::about(id));
  CHECK(answer.structured().find("changes").size() == 2);
  CHECK(answer.structured().find("changes").item(1).find("detail").find("evidence").text() ==
        sample::times(200, "yes. "));
  CHECK(answer.structured().find("left_out").is(json::Kind::absent));
}

TEST_CASE_METHOD(BudgetsFixture,
                 "lists and digest keep to any budget, whatever is said about a record") {
  const std::string id = devbot.write(sample::decision(long_title(0)));
  for (int number = 1; number <= 10; ++number) {
    const std::string other = devbot.write(sample::decision(long_title(number)));
    devbot.must("link_records", calls::link(id, "contradicts", other));
    devbot.must("update_record",
                calls::update(other, 1, R"({"branch":)" + sample::text_json(200) + "}"));
  }
  for (const int tokens : budgets) {
    for (const char* tool : {"read_records", "brief"})
      check_budget(tool, "{}", tokens);
    check_budget("find_records", R"({"query":"n1 n2 n3"})", tokens);
  }
}

TEST_CASE_METHOD(BudgetsFixture,
                 "no update and no successor makes a record larger than the limit") {
  const std::string runbook = devbot.write(sample::runbook("Count ducks"));
  const std::string step =
      R"({"action":)" + sample::text_json(500) + R"(,"command":)" + sample::text_json(1000) + "}";
  const std::string steps = sample::list_json(30, step);
  const auto updated =
      devbot.call("update_record", calls::update(runbook, 1, R"({"steps":)" + steps + "}"));
  CHECK(updated.is_error);
  CHECK_THAT(updated.text, Contains("32768"));
  const auto superseded = devbot.call(
      "supersede_record",
      calls::supersede(runbook, sample::with(sample::runbook("Feed ducks"), "steps", steps)));
  CHECK(superseded.is_error);
  CHECK_THAT(superseded.text, Contains("32768"));
  const auto now = devbot.must("get_record", calls::about(runbook));
  CHECK(now.member("revision") == "1");
  CHECK(now.structured().find("superseded_by").is(json::Kind::absent));
}
