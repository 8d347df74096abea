#include "sqlite/full_text.hpp"

#include <string>

#include "fixture.hpp"

using fixture::text_of;
using sqlite::Token;

namespace {

const std::vector<const char*> stemming{"porter", "unicode61", "remove_diacritics", "2"};

sqlite::Connection in_memory() {
  auto connection =
      sqlite::Connection::open(":memory:", sqlite::Access::read_write, std::chrono::seconds(1));
  REQUIRE(connection);
  return std::move(*connection);
}

std::vector<Token> tokens_of(std::string_view text,
                             const std::vector<const char*>& tokenizer = stemming) {
  auto connection = in_memory();
  auto tokens = sqlite::tokens_of(connection, tokenizer, text);
  INFO((tokens ? "" : tokens.error().message));
  REQUIRE(tokens);
  return *tokens;
}

/// The words that a table with this tokenizer has in its index for this text.
std::vector<std::string> indexed(const std::string& text) {
  auto connection = in_memory();
  REQUIRE(connection.run(
      "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter unicode61 remove_diacritics 2');"
      "CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)"));
  auto insert = connection.prepare("INSERT INTO t VALUES(?)").value();
  REQUIRE(insert.bind(text));
  REQUIRE(insert.step());
  auto rows = connection.prepare("SELECT term FROM v ORDER BY offset").value();
  REQUIRE(rows.bind());
  std::vector<std::string> terms;
  while (rows.step().value())
    terms.emplace_back(rows.text(0));
  return terms;
}

std::vector<std::string> texts_of(const std::vector<Token>& tokens) {
  std::vector<std::string> texts;
  for (const Token& token : tokens)
    texts.push_back(token.text);
  return texts;
}

}  // namespace

TEST_CASE("tokens are folded and stemmed, and tell where they were", "[sqlite]") {
  CHECK(tokens_of("The  Förmat, running") ==
        std::vector<Token>{{"the", 0, 3, 0}, {"format", 5, 12, 1}, {"run", 14, 21, 2}});
}

TEST_CASE("a text without words has no tokens", "[sqlite]") {
  CHECK(tokens_of({}).empty());
  CHECK(tokens_of("").empty());
  CHECK(tokens_of(" ,.-;").empty());
}

TEST_CASE("another tokenizer makes other tokens", "[sqlite]") {
  CHECK(texts_of(tokens_of("Abcd", {"trigram"})) == std::vector<std::string>{"abc", "bcd"});
  CHECK(texts_of(tokens_of("running É", {"ascii"})) == std::vector<std::string>{"running", "É"});
  CHECK(texts_of(tokens_of("Running", {})) == std::vector<std::string>{"running"});
}

TEST_CASE("tokens are what the index has, whatever the bytes", "[sqlite]") {
  const std::string text = GENERATE(std::string("Ships sailing; a\0nul in\0it", 26),
                                    std::string("cut \xC3"),
                                    std::string("\xFF\xFE bytes \x80\xBF alone"),
                                    std::string("overlong \xC0\xAF and \xF8\x88\x80\x80\x80 five"),
                                    std::string("\xED\xA0\x80 surrogate"),
                                    std::string("日本語 text ελληνικά ß ǅ"),
                                    std::string(70'000, 'x') + " after",
                                    std::string(1, '\0'));
  CHECK(texts_of(tokens_of(text)) == indexed(text));
  for (const Token& token : tokens_of(text)) {
    CHECK(token.begin < token.end);
    CHECK(token.end <= text.size());
  }
}

TEST_CASE("any two bytes can be asked for", "[sqlite]") {
  auto connection = in_memory();
  for (int number = 0; number < 0x10000; number += 7) {
    const std::string text{static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
    REQUIRE(sqlite::tokens_of(connection, stemming, text));
  }
}

TEST_CASE("a tokenizer that does not exist is a bug that is told", "[sqlite]") {
  auto connection = in_memory();
  const auto tokens = sqlite::tokens_of(connection, {"no_such", "thing"}, "x");
  REQUIRE_FALSE(tokens);
  CHECK(tokens.error().kind == base::ErrorKind::internal);
  CHECK_THAT(tokens.error().message, Catch::Contains("no_such thing"));
  CHECK_FALSE(sqlite::tokens_of(connection, {"unicode61", "no_such_option", "1"}, "x"));
}

TEST_CASE("tokens can be asked for in the middle of a read", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  const auto count = database.read<std::size_t>(
      {}, [](sqlite::Connection& connection) -> base::Result<std::size_t> {
        return TRY(sqlite::tokens_of(connection, stemming, "two words")).size();
      });
  CHECK(count.value() == 2);
}

TEST_CASE("full-text tables are told from others", "[sqlite]") {
  auto connection = in_memory();
  REQUIRE(
      connection.run("CREATE TABLE plain(x);"
                     "CREATE VIRTUAL TABLE a USING fts5(x, tokenize = \"porter\");"
                     "CREATE VIRTUAL TABLE IF NOT EXISTS \"b \"\"c\"\nUSING  FTS5 (x);"
                     "CREATE VIRTUAL TABLE v USING fts5vocab(a, row)"));
  CHECK(sqlite::full_text_tables(connection).value() == std::vector<std::string>{"a", "b \"c"});
  CHECK(sqlite::check_full_text(connection, "b \"c").value() == "ok");
  CHECK(sqlite::optimize_full_text(connection, "b \"c"));
}

TEST_CASE("an index that fits its rows is ok, another is told from a failure", "[sqlite]") {
  auto connection = in_memory();
  REQUIRE(
      connection.run("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT);"
                     "CREATE VIRTUAL TABLE words USING fts5(body, content=note, "
                     "content_rowid=id);"
                     "INSERT INTO note(body) VALUES('one two'),('three');"
                     "INSERT INTO words(words) VALUES('rebuild')"));
  CHECK(sqlite::check_full_text(connection, "words").value() == "ok");
  SECTION("a row without its words") {
    REQUIRE(connection.run("INSERT INTO note(body) VALUES('four')"));
  }
  SECTION("words without their row") {
    REQUIRE(connection.run("DELETE FROM note WHERE id = 1"));
  }
  SECTION("other words") {
    REQUIRE(connection.run("UPDATE note SET body = 'two' WHERE id = 2"));
  }
  SECTION("an index with a hole") {
    REQUIRE(connection.run("DELETE FROM words_data WHERE id > 10"));
  }
  const auto found = sqlite::check_full_text(connection, "words");
  INFO((found ? "" : found.error().message));
  REQUIRE(found);
  CHECK_THAT(*found, Catch::Contains("words") && Catch::Contains("does not fit"));
  REQUIRE(connection.run("INSERT INTO words(words) VALUES('rebuild')"));
  CHECK(sqlite::check_full_text(connection, "words").value() == "ok");
}

TEST_CASE("an index without texts still knows how many rows it holds", "[sqlite]") {
  auto connection = in_memory();
  REQUIRE(connection.run("CREATE VIRTUAL TABLE w USING fts5(x, content = '', columnsize = 0)"));
  const auto count = [&] { return sqlite::full_text_row_count(connection, "w").value(); };
  CHECK(count() == 0);
  REQUIRE(connection.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
      "INSERT INTO w(rowid, x) SELECT i, 'word' || i FROM n"));
  CHECK(count() == 20'000);
  REQUIRE(connection.run("INSERT INTO w(w, rowid, x) VALUES('delete', 7, 'word7')"));
  CHECK(count() == 19'999);
  REQUIRE(connection.run("INSERT INTO w(w) VALUES('delete-all')"));
  CHECK(count() == 0);
  CHECK_FALSE(sqlite::full_text_row_count(connection, "nothing"));
}

TEST_CASE("a check of a table that is not there fails", "[sqlite]") {
  auto connection = in_memory();
  CHECK_FALSE(sqlite::check_full_text(connection, "nothing"));
}

TEST_CASE("a write goes on after an index was found wanting", "[sqlite]") {
  const support::TemporaryDirectory directory;
  sqlite::Database database(fixture::options(directory.path() / "a.db"));
  REQUIRE(database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
    TRY(connection.run("CREATE VIRTUAL TABLE words USING fts5(body, content=note)"));
    TRY(fixture::insert(connection, "without words"));
    CHECK(TRY(sqlite::check_full_text(connection, "words")) != "ok");
    return fixture::insert(connection, "more");
  }));
  CHECK(fixture::must_count(database) == 2);
}
