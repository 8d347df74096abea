#include "secrets/scanner.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

using made_up::alnum;
using made_up::body;
using made_up::found_in;

namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes)
    text += piece;
  return text;
}

/// Pieces that make a careless scanner read the rest of the text again for each of them.
std::vector<std::string> hostile_pieces() {
  return {"eyJ",
          "eyJ.",
          "eyJabcdefgh.",
          "-----BEGIN",
          "-----BEGIN ",
          "-----BEGIN PRIVATE "
          "KEY-----",
          "-----BEGIN PRIVATE "
          "KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAA\n",
          "-----END ",
          "-----",
          "://",
          "a://b:",
          "a://b:c@",
          ":@",
          "bearer ",
          "authorization: ",
          "cookie: ",
          "cookie: a=b;",
          "[redacted:",
          "pwd=[redacted:a:0123456789abcdef]",
          "basic ",
          "Bearer a.",
          "sk-",
          "sk-ant-",
          "ghp_",
          "hvs.",
          "SG.",
          "1234567890:",
          "ya29.",
          "pwd=",
          "pwd:",
          "pwd:a:",
          "pwd=\"",
          "pwd='",
          "pwd=\\\"",
          "pwd=\"pwd='pwd=`",
          "\"pwd=\\'",
          "pwd \t",
          "pwd ",
          "pwd=a&",
          "?pwd=a&",
          "pwd=a;",
          "host=a pwd=",
          "--pwd ",
          "<pwd>",
          "password",
          "password-",
          "a.b-c_",
          "-",
          "\\",
          "\\n",
          "%41",
          "a ",
          "8Q~",
          "\n",
          std::string(1, '\0'),
          "\xFF"};
}

std::size_t bytes_read_of(const std::string& text) {
  const secrets::Text counted(text);
  (void)secrets::scan(counted);
  return counted.bytes_read();
}

}  // namespace

TEST_CASE("findings come in their order and do not overlap") {
  const std::string one = made_up::token(1);
  const std::string two = made_up::token(2);
  const std::string key = "AKIA" + body(made_up::upper, 16);
  const std::string text = one + "\n" + key + "," + two;
  const auto findings = secrets::scan(text);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].begin == 0);
  CHECK(findings[0].end == one.size());
  CHECK(findings[1].kind == "AWS access key");
  CHECK(findings[1].begin == one.size() + 1);
  CHECK(findings[2].end == text.size());
}

TEST_CASE("the surer rule names what two rules find") {
  const std::string token = made_up::token();
  const std::string found = "GitHub token: " + token + "\n";
  CHECK(found_in("password=" + token) == found);
  CHECK(found_in("{\"token\": \"" + token + "\"}") == found);
  CHECK(found_in("Authorization: Bearer " + token) == found);
  CHECK(found_in("https://bot:" + token + "@github.com/acme/orders") == found);
}

TEST_CASE("a span is all that two rules find") {
  const std::string token = made_up::token();
  CHECK(found_in("DB_PASSWORD=ab1/" + token + "+x") == "GitHub token: ab1/" + token + "+x\n");
}

TEST_CASE("of very many secrets the first are told") {
  std::string text;
  for (unsigned seed = 0; seed < secrets::findings_max + 20; ++seed)
    text += made_up::token(seed) + "\n";
  const auto findings = secrets::scan(text);
  REQUIRE(findings.size() == secrets::findings_max);
  CHECK(findings.front().begin == 0);
  CHECK(secrets::scan(text, secrets::any).size() == secrets::findings_max + 20);
}

TEST_CASE("a secret is found at any place of a text, and cut off at any place nothing breaks") {
  const std::string token = made_up::token();
  const std::string text = "before {\"a\": \"" + token + "\"} after";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const auto findings = secrets::scan(std::string_view(text).substr(0, cut));
    CHECK(findings.empty() == (cut < text.find(token) + token.size()));
  }
}

TEST_CASE("the work follows the size of the text, whatever the text says") {
  constexpr std::size_t small = std::size_t{8} * 1024;
  constexpr std::size_t times = 8;
  constexpr std::size_t reads_of_a_byte_max = 200;
  for (const std::string& piece : hostile_pieces()) {
    CAPTURE(piece);
    const std::size_t of_small = bytes_read_of(repeated(piece, small));
    const std::size_t of_large = bytes_read_of(repeated(piece, small * times));
    CHECK(of_large < of_small * times * 3 / 2);
    CHECK(of_small < small * reads_of_a_byte_max);
  }
}

TEST_CASE("one opening and a long text are read a few times only") {
  constexpr std::size_t bytes = std::size_t{48} * 1024;
  constexpr std::size_t reads_of_a_byte_max = 40;
  const std::string filling[] = {std::string(bytes, 'a'),
                                 repeated("a b ", bytes),
                                 repeated("a=b\n", bytes),
                                 std::string(bytes, ' ')};
  for (const std::string& piece : hostile_pieces()) {
    for (const std::string& rest : filling) {
      CAPTURE(piece, rest.substr(0, 8));
      CHECK(bytes_read_of(piece + rest) < bytes * reads_of_a_byte_max);
    }
  }
}
