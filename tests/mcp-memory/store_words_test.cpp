#include "mcp-memory/store/words.hpp"

#include <random>

#include "desk.hpp"

using memory::match_expression;

namespace {

/// A question that somebody types, or an attacker: pieces that full-text syntax cares about.
std::string random_question(std::mt19937& random) {
  static const std::string pieces[] = {
      "orders", "database", "\"",  "\"\"", "'",   "*",   "(",    ")",      "^",     "+",
      "-",      ":",        "{",   "}",    "AND", "OR",  "NOT",  "NEAR",   "NEAR(", ",5)",
      "title:", "\\",       ";",   "--",   "%",   "_",   "日本", "é",      "😀",     "\u200b",
      "\u3000", "\u00a0",   "...", "—",    " ",   "  ",  "\t",   "\n",     "/",     "?",
      "rank",   "rowid",    "the", "$1",   "?1",  "C++", "it's", "foo-bar"};
  const auto any = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  std::string question;
  for (std::size_t left = 1 + any(12); left > 0; --left) {
    switch (any(4)) {
      case 0:
        question += static_cast<char>(any(256));  // also NUL and invalid UTF-8
        break;
      case 1:
        question += std::string(any(3), ' ');
        break;
      default:
        question += pieces[any(std::size(pieces))];
    }
  }
  return question;
}

}  // namespace

TEST_CASE("any bytes as a question give an answer") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  agent.write(sample::decision());
  agent.write(sample::incident("it's C++ foo-bar at a.b x:y in 日本"));
  std::mt19937 random(20261122);
  std::size_t with_matches = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string question = random_question(random);
    const auto found = agent.memory().search({}, question, {.project = "shop"}, 0, 10);
    if (!found) {
      INFO(json::quoted(question));
      INFO(found.error().message);
      FAIL("an error");
    }
    with_matches += found->entries.empty() ? 0 : 1;
  }
  CHECK(with_matches > 1000);
  for (const std::string& question : {std::string(1'000'000, 'a'),
                                      std::string(100'000, '"'),
                                      sample::times(50'000, "a "),
                                      sample::times(20'000, "NEAR("),
                                      std::string(10, '\0')})
    CHECK(agent.memory().search({}, question, {.project = "shop"}, 0, 10));
}

TEST_CASE("words are quoted and joined by or") {
  CHECK(match_expression("orders database") == R"("orders" OR "database")");
  CHECK(match_expression(R"(say "hi")") == R"("say" OR """hi""")");
  CHECK(match_expression("a/foo-bar it's") == R"("a/foo-bar" OR "foo" OR "bar" OR "it's")");
  CHECK(match_expression("").empty());
  CHECK(match_expression(" ... \" - ").empty());
}

TEST_CASE("words that say nothing count only among themselves, and at most 32 words count") {
  CHECK(match_expression("how does the database work?") == R"("database" OR "work?")");
  CHECK(match_expression("How, is THE") == R"("How," OR "is" OR "THE")");
  const std::string many = match_expression(sample::times(100, "word "));
  std::size_t words = 0;
  for (std::size_t at = 0; (at = many.find("\"word\"", at)) != std::string::npos; ++at)
    ++words;
  CHECK(words == 32);
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
