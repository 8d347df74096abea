// What search finds, through the whole store.

#include <random>

#include "desk.hpp"
#include "hostile.hpp"

TEST_CASE("any bytes as a question give an answer") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  agent.write(sample::decision());
  agent.write(sample::incident("it's C++ foo-bar at a.b x:y in 日本"));
  memory::RecordStore* const store = agent.memory().records().value();
  const auto search = [&](const std::string& question) {
    return store->search({}, question, {.project = "shop"}, agent.memory().now(), {});
  };
  std::mt19937 random(20261122);
  std::size_t with_matches = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string question = hostile::question(random);
    const auto found = search(question);
    if (!found) {
      INFO(json::quoted(question));
      INFO(found.error().message);
      FAIL("an error");
    }
    with_matches += found->matches.empty() ? 0 : 1;
  }
  CHECK(with_matches > 1000);
  for (const std::string& question : {std::string(1'000'000, 'a'),
                                      std::string(100'000, '"'),
                                      sample::times(50'000, "a "),
                                      sample::times(20'000, "NEAR("),
                                      std::string(10, '\0')})
    CHECK(search(question));
}

TEST_CASE("a question finds the record in other words, forms and punctuation") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  const std::string orders =
      agent.write(sample::with(sample::with(sample::decision("Orders are stored in PostgreSQL"),
                                            "aliases",
                                            R"(["order persistence","where sales live"])"),
                               "tags",
                               R"(["storage","postgres"])"));
  const std::string linker = agent.write(sample::with(
      sample::incident("Link failed after the upgrade"),
      "symptoms",
      R"(["undefined reference to `std::foo-bar::baz(int)'","src/a.b.cpp:42: error C2065: 'x:y'"])"));
  const std::string flaky =
      agent.write(sample::with(sample::pattern("Retry flaky calls with C++ coroutines"),
                               "when_not_to_use",
                               R"("It's wrong where a call is not idempotent.")"));
  for (int filler = 0; filler < 30; ++filler)
    agent.write(sample::runbook("Unrelated number " + std::to_string(filler)));
  const std::pair<const char*, const std::string*> questions[] = {
      {"which database do we use for the order service?", &orders},
      {"storing an order", &orders},
      {"ORDERS", &orders},
      {"persistence", &orders},
      {"where do sales live", &orders},
      {"postgres", &orders},
      {"undefined reference to `std::foo-bar::baz(int)'", &linker},
      {"foo-bar", &linker},
      {"error: C2065", &linker},
      {"a.b.cpp:42", &linker},
      {"x:y", &linker},
      {"linking fails when upgrading", &linker},
      {"C++ coroutine", &flaky},
      {"it's idempotent?", &flaky},
      {"retries", &flaky},
      {"retry,flaky,calls", &flaky},
      {"coroutines/callback-free", &flaky},
      {"idempotency NOT retry", &flaky}};
  for (const auto& [question, id] : questions) {
    INFO(question);
    const auto found = agent.must("find_records", R"({"query":)" + json::quoted(question) + "}");
    const json::View records = found.structured().find("records");
    REQUIRE(records.size() > 0);
    CHECK(records.item(0).find("id").text() == *id);
  }
}

TEST_CASE("a word in the title says more than one in the summary, and that more than in the rest") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  const std::string body =
      agent.write(sample::with(sample::decision("First"), "context", R"("zebra")"));
  const std::string summary =
      agent.write(sample::with(sample::decision("Second"), "summary", R"("About the zebra.")"));
  const std::string alias =
      agent.write(sample::with(sample::decision("Third"), "aliases", R"(["zebra"])"));
  const std::string title = agent.write(sample::decision("The zebra"));
  for (int filler = 0; filler < 20; ++filler)
    agent.write(sample::decision("Other " + std::to_string(filler)));
  const auto found = agent.must("find_records", R"({"query":"zebra"})");
  const json::View records = found.structured().find("records");
  REQUIRE(records.size() == 4);
  CHECK(records.item(0).find("id").text() == title);
  CHECK(records.item(1).find("id").text() == alias);
  CHECK(records.item(2).find("id").text() == summary);
  CHECK(records.item(3).find("id").text() == body);
}
