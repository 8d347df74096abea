#include "base/base64.hpp"

#include <vector>

#include "base/random.hpp"
#include "support/catch.hpp"

namespace {

const std::vector<std::pair<std::string, std::string>> rfc_examples = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

}  // namespace

TEST_CASE("base64 writes and reads the examples of RFC 4648") {
  for (const auto& [bytes, text] : rfc_examples) {
    CAPTURE(text);
    CHECK(base::base64(bytes) == text);
    CHECK(base::read_base64(text) == bytes);
    const std::string unpadded = text.substr(0, text.find('='));
    CHECK(base::base64_url(bytes) == unpadded);
    CHECK(base::read_base64_url(unpadded) == bytes);
  }
}

TEST_CASE("the two alphabets differ in their last two characters") {
  const std::string bytes = "\xfb\xff\xbf";
  CHECK(base::base64(bytes) == "+/+/");
  CHECK(base::base64_url(bytes) == "-_-_");
  CHECK(base::read_base64("+/+/") == bytes);
  CHECK(base::read_base64_url("-_-_") == bytes);
  CHECK_FALSE(base::read_base64("-_-_"));
  CHECK_FALSE(base::read_base64_url("+/+/"));
}

TEST_CASE("base64 that is not the one spelling of its bytes is refused") {
  for (const char* text : {"Zg",
                           "Zg=",
                           "Zg===",
                           "Z",
                           "Z===",
                           "=",
                           "====",
                           "Zh==",
                           "Zm9=",
                           "Zm9v====",
                           "Zg==Zg==",
                           "Zm9v\n",
                           " Zm9v",
                           "Zm 9v",
                           "Zm9v\t",
                           "SGVs!!!bG8=",
                           "SGVsbG8",
                           "Zm9\xC3\xA9"}) {
    CAPTURE(text);
    CHECK_FALSE(base::read_base64(text));
  }
  CHECK_FALSE(base::read_base64(std::string_view("Zm9v\0", 5)));
}

TEST_CASE("url-safe base64 that is not the one spelling of its bytes is refused") {
  for (const char* text : {"Z", "Zg==", "Zm8=", "Zh", "Zm9", "Zm9v=", "Zm9v\n", " Zm9v", "Zm9v."}) {
    CAPTURE(text);
    CHECK_FALSE(base::read_base64_url(text));
  }
}

TEST_CASE("all bytes survive base64, whatever their number") {
  for (std::size_t count = 0; count < 300; ++count) {
    const std::string bytes = base::random_bytes(count);
    const std::string text = base::base64(bytes);
    const std::string url_text = base::base64_url(bytes);
    CAPTURE(text);
    CHECK(text.size() == (count + 2) / 3 * 4);
    CHECK(base::read_base64(text) == bytes);
    CHECK(url_text.find_first_of("+/=") == std::string::npos);
    CHECK(base::read_base64_url(url_text) == bytes);
  }
}
