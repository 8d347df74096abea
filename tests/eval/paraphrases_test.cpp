// A paraphrase says the same in other words: it shares no content word, by its stem, with title and
// summary of the records it means. Stems are those of the index.

#include <set>
#include <string>

#include "mcp-memory/evaluation/eval_set.hpp"
#include "mcp-memory/store/words.hpp"
#include "sqlite/full_text.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/temporary_directory.hpp"

namespace {

class Stems {
 public:
  std::set<std::string> of(std::string_view text) {
    const auto tokens =
        sqlite::tokens_of(connection_, {"porter", "unicode61", "remove_diacritics", "2"}, text);
    REQUIRE(tokens);
    std::set<std::string> stems;
    for (const sqlite::Token& token : *tokens) {
      const std::string_view word = text.substr(token.begin, token.end - token.begin);
      // What an apostrophe leaves behind is no word; search leaves it out as well.
      if (word.size() > 1 && !memory::says_nothing(word)) stems.insert(token.text);
    }
    return stems;
  }

 private:
  static sqlite::Connection opened(const std::filesystem::path& file) {
    auto connection =
        sqlite::Connection::open(file, sqlite::Access::read_write, std::chrono::milliseconds(0));
    REQUIRE(connection);
    return std::move(connection).value();
  }

  support::TemporaryDirectory directory_;
  sqlite::Connection connection_ = opened(directory_.write("empty.db", ""));
};

std::string shared(const std::set<std::string>& some, const std::set<std::string>& others) {
  std::string text;
  for (const std::string& stem : some)
    if (others.contains(stem)) text += stem + " ";
  return text;
}

}  // namespace

TEST_CASE("no paraphrase shares a word with title and summary of what it means") {
  const auto set = memory::read_eval_set(std::string(support::source_directory) + "/tests/eval");
  REQUIRE(set);
  Stems stems;
  int checked = 0;
  for (const memory::EvalQuestion& question : set->questions) {
    if (question.kind != "paraphrase") continue;
    const auto asked = stems.of(question.question);
    CHECK_FALSE(asked.empty());
    for (const memory::EvalRecord& record : set->records) {
      if (std::find(question.expect.begin(), question.expect.end(), record.key) ==
          question.expect.end())
        continue;
      ++checked;
      INFO(question.half << ", " << record.key << ": " << question.question);
      CHECK(shared(asked, stems.of(record.record.title + " " + record.record.summary)) == "");
    }
  }
  CHECK(checked >= 40);
}

TEST_CASE("the stems are those of the index") {
  Stems stems;
  CHECK(stems.of("How were the Orders stored?") == stems.of("storing of an order"));
  CHECK(shared(stems.of("queues"), stems.of("the queue")) == "queue ");
  CHECK(shared(stems.of("Caf\xC3\xA9s"), stems.of("cafe")) == "cafe ");
  CHECK(shared(stems.of("what is it that we do"), stems.of("that is what we do")).empty());
}
