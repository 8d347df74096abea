// What is stored holds no secrets: where one is said to be, and that it is never repeated.

#include "mcp-memory/tools/secret_guard.hpp"

#include "common/secrets/made_up.hpp"
#include "desk.hpp"
#include "support/captured_stderr.hpp"

using memory::secrets_in;
using Places = std::vector<std::string>;

namespace {

const std::string token = made_up::token();

Places places_in(const std::string& json) {
  return secrets_in(sample::parsed(json).root());
}

struct SecretGuardFixture {
  support::TemporaryDirectory home;
  desk::Desk agent{home.path()};

  std::size_t records() const {
    return agent.must("read_records", "{}").structured().find("records").size();
  }

  /// Refused, with all of these words, without the secret, and nothing was stored.
  void is_refused(const std::string& tool,
                  const std::string& arguments,
                  const std::string& secret,
                  const std::string& says) const {
    const std::size_t before = records();
    support::CapturedStderr log;
    const auto answer = agent.call(tool, arguments);
    INFO(tool << ": " << answer.text);
    CHECK(answer.is_error);
    CHECK_THAT(answer.text, Catch::Contains("nothing was stored") && Catch::Contains(says));
    CHECK(answer.response->root().dump().find(secret) == std::string::npos);
    CHECK(log.text().find(secret) == std::string::npos);
    CHECK(records() == before);
  }
};

}  // namespace

TEST_CASE("a secret is told by pointer, span in characters and kind") {
  CHECK(places_in(R"({"title":"none","tags":["a"],"n":7,"b":true,"z":null})").empty());
  CHECK(places_in(R"({"symptoms":["fine","é token )" + token + R"( leaked"]})") ==
        Places{"/symptoms/1, characters 9 to 48: GitHub token"});
  CHECK(places_in(R"({"steps":[{"command":")" + token + R"("}]})") ==
        Places{"/steps/0/command, characters 1 to 40: GitHub token"});
  const std::string other = made_up::token(8);
  CHECK(places_in("[\"" + token + " " + other + "\"]") ==
        Places{"/0, characters 1 to 40: GitHub token", "/0, characters 42 to 81: GitHub token"});
}

TEST_CASE("hidden characters hide no secret, and do not count") {
  std::string split = token;
  split.insert(10, "\\u200b");
  CHECK(places_in(R"({"title":"\u2060a )" + split + R"("})") ==
        Places{"/title, characters 3 to 42: GitHub token"});
}

TEST_CASE("a secret as the name of a member is told by its number") {
  const Places places = places_in(R"({"a":1,")" + token + R"(":"x","b":[{")" + token + R"(":7}]})");
  REQUIRE(places.size() == 2);
  CHECK_THAT(places[0], Catch::Contains("name of member 2"));
  CHECK_THAT(places[1], Catch::Contains("/b/0, name of member 1"));
  for (const std::string& place : places)
    CHECK(place.find(token) == std::string::npos);
  // What is below such a name is told without it.
  const Places below = places_in("{\"" + token + "\":\"" + token + "\"}");
  REQUIRE(below.size() == 2);
  CHECK(below[1].find(token) == std::string::npos);
}

TEST_CASE("however many secrets there are, few places are listed") {
  std::string texts = "[";
  std::string names = "{";
  for (unsigned number = 0; number < 100; ++number) {
    texts += (number == 0 ? "\"" : ",\"") + made_up::token(number) + "\"";
    names += (number == 0 ? "\"" : ",\"") + made_up::token(number) + "\":1";
  }
  CHECK(places_in(texts + "]").size() == 20);
  CHECK(places_in(names + "}").size() == 20);
}

TEST_CASE_METHOD(SecretGuardFixture,
                 "private keys and passwords are refused as well, in lists written as text") {
  const std::string key = made_up::body(made_up::alnum, 64);
  const std::string dashes(5, '-');
  const std::string pem = dashes + "BEGIN RSA PRIVATE " + "KEY" + dashes + "\n" + key + "\n" +
                          dashes + "END RSA PRIVATE " + "KEY" + dashes;
  is_refused("write_record",
             sample::with(sample::incident(), "symptoms", "[" + json::quoted(pem) + "]"),
             key,
             "/symptoms/0");
  is_refused(
      "write_record",
      sample::with(sample::incident(), "symptoms", json::quoted("[" + json::quoted(pem) + "]")),
      key,
      "/symptoms");
  const std::string password = made_up::body(made_up::alnum, 20);
  is_refused("write_record",
             sample::with(sample::decision(),
                          "decision",
                          json::quoted("Use postgres://app:" + password + "@db/orders.")),
             password,
             "/decision");
}

TEST_CASE_METHOD(SecretGuardFixture, "saying where a secret is kept is no secret") {
  agent.write(sample::with(
      sample::decision(),
      "decision",
      R"("Take the password from vault:orders/db; export DB_PASSWORD=${DB_PASSWORD}.")"));
  CHECK(records() == 1);
}
