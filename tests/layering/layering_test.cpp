// Holds the rules of rules.hpp against the whole tree. support::source_directory comes from CMake.

#include <string>

#include "layering/rules.hpp"
#include "layering/source.hpp"
#include "layering/tree.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

using layering::Violation;
using layering::Violations;

const layering::Files& tree() {
  static const layering::Files files = layering::read_tree(support::source_directory);
  return files;
}

std::string shown(const std::string& rule, const Violation& violation) {
  const std::string line = violation.line == 0 ? "" : ":" + std::to_string(violation.line);
  return violation.file + line + ": " + violation.reason + "\n  rule: " + rule +
         "; why: docs/ARCHITECTURE.md";
}

void expect_none(const std::string& rule, const Violations& violations) {
  for (const Violation& violation : violations)
    FAIL_CHECK(shown(rule, violation));
  SUCCEED(rule);
}

}  // namespace

TEST_CASE("the tree that is checked is the project", "[layering]") {
  std::size_t product = 0;
  std::size_t functions = 0;
  for (const layering::File& file : tree()) {
    if (!layering::is_product(file.path)) continue;
    ++product;
    functions += layering::functions_of(file.text).size();
  }
  CHECK(product > 20);
  CHECK(functions > 100);
}

TEST_CASE("rooms include only what lies below them", "[layering]") {
  expect_none("include directions", layering::include_directions(tree()));
}

TEST_CASE("every third-party header is known to one room", "[layering]") {
  expect_none("third-party headers", layering::third_party_headers(tree()));
}

TEST_CASE("nobody calls what this project does without", "[layering]") {
  expect_none("banned calls", layering::banned_calls(tree()));
}

TEST_CASE("whoever catches everything says why", "[layering]") {
  expect_none("catch (...)", layering::catch_alls(tree()));
}

TEST_CASE("functions fit on a screen", "[layering]") {
  expect_none("function length", layering::long_functions(tree()));
}

TEST_CASE("files can be read in one sitting", "[layering]") {
  expect_none("file length", layering::long_files(tree()));
}

TEST_CASE("most files and functions are small", "[layering]") {
  expect_none("size of nine in ten", layering::size_percentiles(tree()));
}

TEST_CASE("headers open with their contract", "[layering]") {
  expect_none("header opening", layering::header_openings(tree()));
}

TEST_CASE("rooms and namespaces have one name", "[layering]") {
  expect_none("namespace", layering::room_namespaces(tree()));
}

TEST_CASE("sources include their own header first", "[layering]") {
  expect_none("own header first", layering::own_header_first(tree()));
}

TEST_CASE("no two types of a namespace have one name", "[layering]") {
  expect_none("types of one name", layering::types_of_one_name(tree()));
}

TEST_CASE("rooms and targets have one name and one direction", "[layering]") {
  expect_none("CMake targets", layering::room_targets(tree()));
}

TEST_CASE("every source is built", "[layering]") {
  expect_none("no dead files", layering::unbuilt_sources(tree()));
}

TEST_CASE("links in the documents lead somewhere", "[layering]") {
  expect_none("links", layering::dead_links(tree()));
}

TEST_CASE("no file names a path of one machine", "[layering]") {
  expect_none("workplace paths", layering::workplace_paths(tree()));
}

TEST_CASE("no file holds a credential", "[layering]") {
  expect_none("secrets", layering::secrets(tree()));
}
