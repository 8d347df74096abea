#include "app/words.hpp"

#include "support/catch.hpp"

namespace {

app::Words words() {
  app::Words words;
  words.declare("limit", "10");
  words.declare("tag", "");
  words.declare("dry-run", "");
  return words;
}

}  // namespace

TEST_CASE("an option that was not given has its fallback, and is not there") {
  CHECK(words().at("limit") == "10");
  CHECK(words().number("limit") == 10);
  CHECK(words().at("tag").empty());
  CHECK(words().all("limit").empty());
  CHECK_FALSE(words().has("limit"));
}

TEST_CASE("an option that was given has its words") {
  app::Words given = words();
  given.give("tag", {"a", "b"});
  given.give("limit", {"-7"});
  CHECK(given.has("tag"));
  CHECK(given.at("tag") == "b");
  CHECK(given.all("tag") == std::vector<std::string>{"a", "b"});
  CHECK(given.number("limit") == -7);
}
