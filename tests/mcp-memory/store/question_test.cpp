#include "mcp-memory/store/question.hpp"

#include "desk.hpp"
#include "hostile.hpp"

using memory::ask_for_fragments;
using memory::ask_for_words;
using memory::Term;
using memory::worth_asking;

namespace {

/// A store with a few records, and a connection of our own to it.
struct QuestionFixture {
  support::TemporaryDirectory home;
  sqlite::Connection connection = filled();

  sqlite::Connection filled() const {
    const desk::Desk agent(home.path());
    agent.write(sample::decision("Invoices are stored in PostgreSQL"));
    for (int number = 0; number < 9; ++number)
      agent.write(sample::decision("Database choice " + std::to_string(number)));
    auto opened = sqlite::Connection::open(
        home.path() / "memory.db", sqlite::Access::read_write, std::chrono::seconds(5));
    REQUIRE(opened);
    return std::move(*opened);
  }

  std::vector<Term> terms(std::string_view question) {
    auto terms = memory::terms_of(connection, question);
    INFO((terms ? "" : terms.error().message));
    REQUIRE(terms);
    return *std::move(terms);
  }

  /// False if the full-text table calls it a syntax error.
  bool is_understood(const char* table, const std::string& expression) {
    auto rows = connection.prepare(std::string("SELECT rowid FROM ") + table + " WHERE " + table +
                                   " MATCH ?");
    REQUIRE(rows);
    REQUIRE(rows->bind(expression));
    return static_cast<bool>(rows->step());
  }
};

std::string spellings(const std::vector<Term>& terms) {
  std::string all;
  for (const Term& term : terms)
    all += (all.empty() ? "" : " ") + term.spelling;
  return all;
}

std::string expression_of(const std::string& question) {
  return ask_for_fragments(question).expression;
}

Term term(const std::string& word, int place, std::int64_t rows) {
  return {.spelling = word, .stem = word, .place = place, .rows = rows, .weight = 1};
}

}  // namespace

TEST_CASE_METHOD(QuestionFixture,
                 "a question's words are those of the index, in their order, each once") {
  const auto terms = this->terms("Which databases store the INVOICES? Invoices!");
  CHECK(spellings(terms) == "databases store INVOICES");
  REQUIRE(terms.size() == 3);
  CHECK(terms[0].stem == "databas");
  CHECK(terms[0].place == 1);
  CHECK(terms[0].rows == 9);
  CHECK(terms[2].stem == "invoic");
  CHECK(terms[2].place == 4);
  CHECK(terms[2].weight > terms[0].weight);
  CHECK(this->terms("giraffe")[0].rows == 0);
  CHECK(this->terms("giraffe")[0].weight > terms[2].weight);
  CHECK(memory::total_weight(terms) == Approx(terms[0].weight + terms[1].weight + terms[2].weight));
}

TEST_CASE_METHOD(QuestionFixture,
                 "words that say nothing count only among themselves, and at most 32 count") {
  CHECK(spellings(terms("how does the database work?")) == "database work");
  CHECK(spellings(terms("How, is THE")) == "How is THE");
  CHECK(terms("").empty());
  CHECK(terms(" ... \" - ").empty());
  std::string many;
  for (int number = 0; number < 100; ++number)
    many += "word" + std::to_string(number) + " ";
  CHECK(terms(many).size() == 32);
}

TEST_CASE("words that nobody wrote are not looked for") {
  CHECK(worth_asking({term("giraffe", 0, 0)}, 1000).empty());
  CHECK(worth_asking({}, 1000).empty());
  CHECK(spellings(worth_asking({term("giraffe", 0, 0), term("orders", 1, 3)}, 1000)) == "orders");
}

TEST_CASE("common words are left out while rarer ones are there") {
  const Term rare = term("rare", 1, 10);
  const Term common = term("common", 0, 30'000);
  CHECK(spellings(worth_asking({common, rare}, 100'000)) == "rare");
  CHECK(spellings(worth_asking({common}, 100'000)) == "common");
  const auto least = worth_asking({term("most", 0, 90'000), term("many", 1, 50'000)}, 100'000);
  CHECK(spellings(least) == "many");
  // In a small memory nothing is common.
  CHECK(spellings(worth_asking({term("all", 0, 50), term("one", 1, 1)}, 50)) == "all one");
  CHECK(spellings(worth_asking({term("half", 0, 51), term("one", 1, 1)}, 100)) == "one");
}

TEST_CASE("the rows that a question touches are bounded, and rare words go first") {
  std::vector<Term> terms;
  for (int place = 0; place < 20; ++place)
    terms.push_back(term("w" + std::to_string(place), place, 1000 - place));
  const auto asked = worth_asking(terms, 100'000);
  std::int64_t rows = 0;
  for (const Term& one : asked)
    rows += one.rows;
  CHECK(rows <= 6000);
  CHECK(spellings(asked) == "w14 w15 w16 w17 w18 w19");
}

TEST_CASE("words are quoted and joined by or, with a weight and a place for each") {
  const auto asked = ask_for_words(
      {term("orders", 0, 1), term("say \"hi\"", 3, 1), term(std::string("a\0b", 3), 4, 1)}, 7);
  CHECK(asked.expression == R"("orders" OR "say ""hi""" OR "ab")");
  CHECK(asked.weights == "7 1 0 1 3 1 4");
  CHECK(ask_for_words({}, 0).expression.empty());
}

TEST_CASE("identifiers, paths and error codes are looked for in part, words are not") {
  CHECK(expression_of("why does src/orders/db.cpp fail?") == R"("src/orders/db.cpp")");
  CHECK(expression_of("error E0502: `std::sort(a)'") == R"("E0502" OR "std::sort(a")");
  CHECK(expression_of("(OrderService), \"order_items\".") == R"("OrderService" OR "order_items")");
  CHECK(expression_of("データベース はどこ") ==
        R"("データ" OR "ータベ" OR "タベー" OR "ベース" OR "はどこ")");
  CHECK(expression_of("which database do orders use").empty());
  CHECK(expression_of("v2 a.b").find("v2") == std::string::npos);
  CHECK(expression_of("").empty());
  CHECK(ask_for_fragments("E0502 a.b").weights == "8 5 0 3 0");
}

TEST_CASE("few fragments are looked for, and of long ones the beginning") {
  std::string many;
  for (int number = 100; number < 200; ++number)
    many += "a_" + std::to_string(number) + " ";
  CHECK(expression_of(many) == R"("a_100" OR "a_101" OR "a_102" OR "a_103" OR "a_104" OR "a_105")");
  CHECK(expression_of("x_" + std::string(100'000, 'y')) == "\"x_" + std::string(22, 'y') + "\"");
  CHECK(base::is_utf8(expression_of(sample::times(50, "語"))));
}

TEST_CASE_METHOD(QuestionFixture, "whatever is asked, no expression is a syntax error") {
  std::mt19937 random(20261123);
  for (int round = 0; round < 5000; ++round) {
    const std::string question = hostile::question(random);
    const std::string words = ask_for_words(terms(question), 1).expression;
    const std::string fragments = expression_of(question);
    INFO(json::quoted(question) << "\n" << words << "\n" << fragments);
    REQUIRE((words.empty() || is_understood("record_words", words)));
    REQUIRE((fragments.empty() || is_understood("record_fragments", fragments)));
  }
  CHECK_FALSE(is_understood("record_words", "\"orders"));
}
