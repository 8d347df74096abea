// Judging search by a set of one's own, and sets that are not in order.

#include "full_memory.hpp"

namespace {

std::string record(const std::string& key,
                   const std::string& title,
                   const std::string& more = {},
                   const std::string& project = "shop") {
  return R"({"key":")" + key + R"(","project":")" + project +
         R"(","agent":"devbot","at":"2026-01-02T03:04:05Z","record":)" + sample::decision(title) +
         more + "}\n";
}

std::string question(const std::string& kind,
                     const std::string& text,
                     const std::string& expect,
                     const std::string& more = {}) {
  return R"({"class":")" + kind + R"(","half":"tuned","project":"shop","question":")" + text +
         R"(","expect":)" + expect + more + "}\n";
}

struct EvalFixture {
  support::TemporaryDirectory home;
  support::TemporaryDirectory set;

  support::Finished eval(const std::string& all,
                         const std::string& questions,
                         const std::vector<std::string>& more = {}) const {
    set.write("records.jsonl", all);
    set.write("questions.jsonl", questions);
    std::vector<std::string> words = {"eval", set.path().string()};
    words.insert(words.end(), more.begin(), more.end());
    return wire::run(home.path(), words);
  }

  void refused(const std::string& all, const std::string& questions, const std::string& says) {
    const auto finished = eval(all, questions);
    CHECK(finished.exit_code == 1);
    CHECK(finished.lines.empty());
    CHECK_THAT(finished.errors, Catch::Contains(says));
  }

  std::string place(const std::string& file, int line) const {
    return (set.path() / file).string() + ":" + std::to_string(line) + ": ";
  }

  const std::string records =
      record("mail", "Pelicans carry the mail") +
      record("mail-2", "Pigeons carry the mail", R"(,"supersedes":"mail")") +
      record("tea", "Tea is served at five") +
      record("other", "Pelicans carry the mail", {}, "blog");
};

}  // namespace

TEST_CASE_METHOD(EvalFixture, "eval prints hits and reciprocal ranks by half and class") {
  const auto finished = eval(records,
                             question("exact", "pigeons carry mail", R"(["mail-2"])") +
                                 question("exact", "tea at five", R"(["tea","mail-2"])") +
                                 question("superseded", "pelicans carry mail", R"(["mail-2"])") +
                                 question("none", "kubernetes autoscaler quota", "[]") +
                                 question("lost", "submarines", R"(["tea"])"));
  INFO(finished.errors);
  CHECK(finished.exit_code == 0);
  const std::string table = moving::joined(finished.lines);
  CHECK_THAT(table, Catch::StartsWith("half        class        questions  hit@1  hit@5  MRR\n"));
  for (const char* row : {"tuned       all                  5   0.80   0.80  0.80",
                          "tuned       exact                2   1.00   1.00  1.00",
                          "tuned       lost                 1   0.00   0.00  0.00",
                          "tuned       none                 1   1.00   1.00  1.00",
                          "tuned       superseded           1   1.00   1.00  1.00",
                          "records of other projects found: 0",
                          "superseded records above their successors: 0"})
    CHECK_THAT(table, Catch::Contains(row));
}

TEST_CASE_METHOD(EvalFixture, "eval asks for a time in the past") {
  const std::string later =
      sample::with(record("mail-2", "Pigeons carry the mail", R"(,"supersedes":"mail")"),
                   "at",
                   "\"2026-03-01T00:00:00Z\"");
  const auto finished = eval(
      record("mail", "Pelicans carry the mail") + later + "\n",
      question("as_of", "who carries mail", R"(["mail"])", R"(,"as_of":"2026-02-01T00:00:00Z")"));
  CHECK_THAT(moving::joined(finished.lines), Catch::Contains("as_of                1   1.00"));
}

TEST_CASE_METHOD(EvalFixture,
                 "eval --misses lists what was not found, with what was found instead") {
  const auto finished = eval(
      records,
      question("exact", "tea at five", R"(["tea"])") + question("lost", "pigeons", R"(["tea"])"),
      {"--misses", "tuned"});
  CHECK_THAT(moving::joined(finished.lines),
             Catch::StartsWith("lost: pigeons\n  expected tea (place 0); found, ") &&
                 Catch::Contains(" mail-2") && !Catch::Contains("tea at five"));
  CHECK(eval(records, question("lost", "pigeons", R"(["tea"])"), {"--misses", "untouched"})
            .lines.empty());
}

TEST_CASE_METHOD(EvalFixture, "eval leaves the memory of this machine alone") {
  REQUIRE(eval(records, question("exact", "tea", R"(["tea"])")).exit_code == 0);
  CHECK(std::filesystem::is_empty(home.path()));
}

TEST_CASE_METHOD(EvalFixture, "eval names file and line of what is wrong in a set") {
  const std::string one = question("exact", "tea", R"(["tea"])");
  refused(records + "{\n", one, place("records.jsonl", 5));
  refused(records, one + "\n[]\n", place("questions.jsonl", 3));
  refused(records, one + "{}\n", place("questions.jsonl", 2) + "/class: missing");
  refused(record("x", "ab"), one, place("records.jsonl", 1) + "/record/title");
  refused(records, question("exact", "tea", R"(["tea"],"extra":1)"), place("questions.jsonl", 1));
  const std::string dated =
      question("as_of", "tea", R"(["tea"])", R"(,"as_of":"yesterday, or so")");
  refused(records, dated, place("questions.jsonl", 1) + "/as_of");
}

TEST_CASE_METHOD(EvalFixture, "eval refuses keys that lead nowhere") {
  const std::string one = question("exact", "tea", R"(["tea"])");
  refused(records, question("exact", "tea", R"(["coffee"])"), "expects coffee");
  refused(records + record("tea", "Tea again"), one, "the key tea is there twice");
  refused(record("tea", "Tea at five", R"(,"supersedes":"coffee")"), one, "supersedes coffee");
}

TEST_CASE_METHOD(EvalFixture, "eval says which files a set has") {
  const auto missing = wire::run(home.path(), {"eval", set.path().string()});
  CHECK(missing.exit_code == 1);
  CHECK_THAT(
      missing.errors,
      Catch::Contains("records.jsonl: cannot be read") && Catch::Contains("questions.jsonl"));
  CHECK(wire::run(home.path(), {"eval"}).exit_code == 2);
}
