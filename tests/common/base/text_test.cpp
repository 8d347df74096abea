#include "base/text.hpp"

#include "support/catch.hpp"

TEST_CASE("valid UTF-8 is told from what only looks like it") {
  CHECK(base::is_utf8(""));
  CHECK(base::is_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"));
  CHECK(base::is_utf8("\xF4\x8F\xBF\xBF"));
  const std::string_view wrong[] = {"\x80",              // a continuation alone
                                    "\xC0\x80",          // overlong NUL
                                    "\xC1\xBF",          // overlong, two bytes
                                    "\xE0\x9F\xBF",      // overlong, three bytes
                                    "\xF0\x8F\xBF\xBF",  // overlong, four bytes
                                    "\xED\xA0\x80",      // a surrogate
                                    "\xF4\x90\x80\x80",  // past U+10FFFF
                                    "\xF5\x80\x80\x80",
                                    "\xC3",  // cut off
                                    "\xE2\x82",
                                    "\xC3\x28",
                                    "ok\xFF"};
  for (const std::string_view bytes : wrong) {
    CAPTURE(std::string(bytes));
    CHECK_FALSE(base::is_utf8(bytes));
  }
}

TEST_CASE("an invalid byte is read as one replacement character") {
  const auto point = base::first_code_point("\xE2\x82");
  CHECK_FALSE(point.valid);
  CHECK(point.bytes == 1);
  CHECK(point.value == 0xFFFD);
}

TEST_CASE("a prefix never cuts a character") {
  const std::string text =
      "a\xE2\x82\xAC"
      "b";
  CHECK(base::prefix(text, 0).empty());
  CHECK(base::prefix(text, 1) == "a");
  CHECK(base::prefix(text, 2) == "a");
  CHECK(base::prefix(text, 3) == "a");
  CHECK(base::prefix(text, 4) == "a\xE2\x82\xAC");
  CHECK(base::prefix(text, 5) == text);
  CHECK(base::prefix(text, 100) == text);
}

TEST_CASE("a shortened text is never longer than asked and says that it was cut") {
  CHECK(base::shortened("hello world", 11) == "hello world");
  CHECK(base::shortened("hello world", 8) == "hello...");
  CHECK(base::shortened("hello", 3) == "hel");
  CHECK(base::shortened("hello", 0).empty());
  const std::string euros = "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC";
  for (std::size_t bytes_max = 0; bytes_max < 14; ++bytes_max) {
    const std::string shown = base::shortened(euros, bytes_max);
    CHECK(shown.size() <= bytes_max);
    CHECK(base::is_utf8(shown));
  }
}

TEST_CASE("one line has no line breaks and no tabs") {
  CHECK(base::one_line("a\nb\r\nc\td", 100) == "a b c d");
  CHECK(base::one_line("a\nbcdefgh", 6) == "a b...");
}

TEST_CASE("hidden characters are taken out and the visible ones stay") {
  CHECK(base::without_hidden_characters("a\tb\nc") == "a\tb\nc");
  CHECK(base::without_hidden_characters("a\x01\x7F\r b") == "a b");
  CHECK(base::without_hidden_characters("\x1B[31mred\x1B[0m") == "red");
  CHECK(base::without_hidden_characters("x\xE2\x80\x8By") == "xy");      // zero width space
  CHECK(base::without_hidden_characters("x\xE2\x80\xAEy") == "xy");      // right-to-left override
  CHECK(base::without_hidden_characters("x\xF3\xA0\x81\x81y") == "xy");  // a tag character
  CHECK(base::without_hidden_characters("\xEF\xBB\xBFx") == "x");        // byte order mark
  CHECK(base::without_hidden_characters("x\xC2\x9By") == "xy");          // C1 control
  CHECK(base::without_hidden_characters("x\xFF\xC3y") == "xy");          // invalid bytes
  CHECK(base::without_hidden_characters("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC") ==
        "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC");
  CHECK(base::without_hidden_characters(std::string_view("a\0b", 3)) == "ab");
}

TEST_CASE("a broken escape sequence does not swallow the text behind it") {
  CHECK(base::without_hidden_characters("\x1B[31\nsecond line") == "\nsecond line");
  CHECK(base::without_hidden_characters("\x1B[\xC3\xA4rger") == "\xC3\xA4rger");
  CHECK(base::without_hidden_characters("end\x1B[12;").find('\x1B') == std::string::npos);
  CHECK(base::without_hidden_characters("\x1B\x1B[1mbold") == "bold");
}

TEST_CASE("taking hidden characters out twice changes nothing more") {
  const std::string_view pieces[] = {
      "\x1B", "[", "3", "m", "\xE2", "\x80", "\x8B", "a", "\n", "\xFF", ";", "\xC2", "\x9B"};
  constexpr std::size_t count = std::size(pieces);
  for (std::size_t code = 0; code < count * count * count * count; ++code) {
    std::string text;
    for (std::size_t rest = code, at = 0; at < 4; ++at, rest /= count)
      text += pieces[rest % count];
    const std::string once = base::without_hidden_characters(text);
    if (base::is_utf8(once) && base::without_hidden_characters(once) == once) continue;
    CAPTURE(code, text);
    FAIL("not stable");
  }
}

TEST_CASE("blanks are trimmed at both ends only") {
  CHECK(base::trimmed(" \t\r\n a b \f\v") == "a b");
  CHECK(base::trimmed("  ").empty());
  CHECK(base::trimmed("").empty());
}

TEST_CASE("lower leaves what is not ASCII alone") {
  CHECK(base::lower("ABC-xyz \xC3\x84") == "abc-xyz \xC3\x84");
}

TEST_CASE("join undoes split, also around empty parts") {
  for (const std::string text : {"", ",", "a", ",a", "a,", "a,,b", ",,"}) {
    std::vector<std::string> parts;
    for (const std::string_view part : base::split(text, ','))
      parts.emplace_back(part);
    CAPTURE(text);
    CHECK(base::join(parts, ",") == text);
  }
  CHECK(base::split("a,b,", ',').size() == 3);
  CHECK(base::join({}, ", ").empty());
}

TEST_CASE("the nearest word is a likely typo or nothing") {
  const std::vector<std::string> names{"title", "summary", "status", "tags"};
  CHECK(base::nearest("titel", names) == "title");
  CHECK(base::nearest("SUMMARY", names) == "summary");
  CHECK(base::nearest("stauts", names) == "status");
  CHECK(base::nearest("completely", names) == std::nullopt);
  CHECK(base::nearest("", names) == std::nullopt);
  CHECK(base::nearest("title", {}) == std::nullopt);
  CHECK(base::nearest(std::string(100'000, 't'), names) == std::nullopt);
}

TEST_CASE("tokens are estimated on the safe side") {
  CHECK(base::tokens_of(0) == 0);
  CHECK(base::tokens_of(1) == 1);
  CHECK(base::tokens_of(7) == 2);
  for (std::size_t tokens = 0; tokens < 1000; ++tokens)
    CHECK(base::tokens_of(base::bytes_of_tokens(tokens)) <= tokens);
}

TEST_CASE("a hidden character is seen at each place of a text", "[base]") {
  for (const char* hidden : {"\x01", "\x1F", "\x7F", "\xE2\x80\x8B"}) {
    for (std::size_t place = 0; place <= 20; ++place) {
      std::string text = "what one reads ~ here";
      const std::string shown = text;
      text.insert(place, hidden);
      CHECK(base::without_hidden_characters(text) == shown);
    }
  }
  CHECK(base::without_hidden_characters("lines\n\tand tabs\n") == "lines\n\tand tabs\n");
}
