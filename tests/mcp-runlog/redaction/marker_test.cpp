#include "mcp-runlog/redaction/marker.hpp"

#include "secrets/mark.hpp"
#include "support/catch.hpp"

namespace {

using runlog::Marker;

const Marker marker("a key of a test");

std::string replaced(std::string_view text, std::vector<runlog::Redaction> pieces) {
  return marker.replace(text, std::move(pieces)).text;
}

TEST_CASE("a tag depends on the key and the secret alone") {
  const std::string one = marker.mark("token", "abc");
  const auto tag = [](const std::string& mark) { return mark.substr(mark.rfind(':')); };
  CHECK(secrets::is_mark(one));
  CHECK(tag(marker.mark("password", "abc")) == tag(one));
  CHECK(tag(marker.mark("token", "abd")) != tag(one));
  CHECK(tag(Marker("another key").mark("token", "abc")) != tag(one));
}

TEST_CASE("pieces become marks, and what is between them stays") {
  CHECK(replaced("ab cd ef", {{3, 5, "k"}, {0, 2, "k"}}) ==
        marker.mark("k", "ab") + " " + marker.mark("k", "cd") + " ef");
  CHECK(marker.replace("ab", {}).marks == 0);
}

TEST_CASE("pieces that overlap or touch become one") {
  const auto marked =
      marker.replace("abcdef", {{0, 3, "first"}, {2, 4, "second"}, {4, 5, "third"}});
  CHECK(marked.text == marker.mark("first", "abcde") + "f");
  CHECK(marked.marks == 1);
}

TEST_CASE("a mark within a piece stays, and the rest of the piece goes") {
  const std::string mark = marker.mark("token", "abc");
  const std::string text = "xx" + mark + "yy" + mark;
  CHECK(replaced(text, {{0, text.size(), "k"}}) ==
        marker.mark("k", "xx") + mark + marker.mark("k", "yy") + mark);
  CHECK(replaced(text, {{5, 9, "k"}}) == text);
  CHECK(marker.replace(mark, {{0, mark.size(), "k"}}).marks == 0);
  CHECK(replaced(text, {{1, 6, "k"}}) == "x" + marker.mark("k", "x") + mark + "yy" + mark);
}

}  // namespace
