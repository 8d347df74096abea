// What search has to reach on the half of the questions that nothing is tuned on, and what a set
// must hold to say anything. mcp-memory eval tests/eval prints all figures.

#include <map>
#include <set>
#include <string>

#include "mcp-memory/evaluation/evaluation.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

const memory::EvalSet& set() {
  static const auto read =
      memory::read_eval_set(std::string(support::source_directory) + "/tests/eval");
  INFO((read ? "" : read.error().message));
  REQUIRE(read);
  return *read;
}

const memory::Evaluation& evaluation() {
  static const auto evaluated = memory::evaluate(set());
  INFO((evaluated ? "" : evaluated.error().message));
  REQUIRE(evaluated);
  return *evaluated;
}

double hit_at_5(const std::string& half, const std::string& kind) {
  const auto found = evaluation().scores.find({half, kind});
  REQUIRE(found != evaluation().scores.end());
  return found->second.hit_at_5();
}

}  // namespace

TEST_CASE("the set has records of all types and questions of all classes in both halves") {
  CHECK(set().records.size() >= 200);
  CHECK(set().questions.size() >= 150);
  std::map<memory::RecordType, int> types;
  std::set<std::string> projects;
  for (const auto& record : set().records) {
    ++types[record.record.type];
    projects.insert(record.project);
  }
  CHECK(types.size() == 4);
  for (const auto& [type, count] : types)
    CHECK(count >= 20);
  CHECK(projects.size() >= 3);
  std::map<std::string, std::map<std::string, int>> classes;
  for (const auto& question : set().questions)
    ++classes[question.half][question.kind];
  REQUIRE(classes.size() == 2);
  for (const char* half : {"tuned", "untouched"})
    for (const char* kind :
         {"exact", "paraphrase", "error", "identifier", "superseded", "scoped", "as_of", "none"})
      CHECK(classes[half][kind] >= 4);
}

TEST_CASE("the untouched half is answered as well as it has to be") {
  INFO(memory::table_of(evaluation()));
  CHECK(hit_at_5("untouched", "all") >= 0.9);
  CHECK(hit_at_5("untouched", "paraphrase") >= 0.75);
  CHECK(hit_at_5("untouched", "error") == 1.0);
  CHECK(hit_at_5("untouched", "identifier") == 1.0);
}

TEST_CASE("no record of another project is found, and none stands above its successor") {
  CHECK(evaluation().foreign == 0);
  CHECK(evaluation().upside_down == 0);
}
