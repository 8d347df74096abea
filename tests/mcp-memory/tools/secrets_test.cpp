// Secrets are refused by every tool that stores text: with the place, and without repeating them.

#include <fstream>
#include <iterator>

#include "calls.hpp"
#include "support/captured_stderr.hpp"

using Catch::Contains;
using sample::with;

namespace {

/// Made of pieces, so that no file holds one.
std::string provider_key() {
  return std::string("ghp") + "_" + sample::times(3, "a1B2c3D4e5F6");
}

std::string connection_string() {
  return std::string("postgres://orders:") + "Xk9" + "vQz7Lm2Rp" + "@db.internal/orders";
}

std::string pem() {
  return std::string("-----BEGIN ") + "PRIVATE KEY-----\n" + sample::times(4, "MIIEvQIBADANBgkq") +
         "\n-----END PRIVATE KEY-----";
}

std::string all_bytes_below(const std::filesystem::path& directory) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), {});
  }
  return bytes;
}

struct SecretsFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  std::string incident = devbot.write(sample::incident("Ducks escaped"));
  std::string pattern = devbot.write(sample::pattern("Count ducks"));
  std::string key = provider_key();
  std::string held = json::quoted("the key is " + key);  ///< a text with a secret

  std::string position() const { return devbot.must("memory_status", "{}").member("position"); }

  /// The text of the refusal, which leaves nothing behind.
  std::string refusal(const std::string& tool, const std::string& arguments) const {
    const std::string before = position();
    support::CapturedStderr captured;
    const std::string response = devbot.response(tool, arguments);
    captured.restore();
    INFO(tool << ": " << response);
    const auto answer = desk::Answer::of(response);
    CHECK(answer.is_error);
    CHECK(response.find(key) == std::string::npos);
    CHECK(captured.text().find(key) == std::string::npos);
    CHECK(all_bytes_below(home.path()).find(key) == std::string::npos);
    CHECK(position() == before);
    CHECK_THAT(answer.text, Contains("nothing was stored"));
    return answer.text;
  }
};

}  // namespace

TEST_CASE_METHOD(SecretsFixture,
                 "write_record refuses secrets in any field, and says where they stand") {
  const std::string text = refusal("write_record", with(sample::decision(), "context", held));
  CHECK_THAT(text, Contains("/context, characters 12 to 51: "));
  CHECK_THAT(
      refusal("write_record", with(sample::incident(), "symptoms", "[\"fine\"," + held + "]")),
      Contains("/symptoms/1, characters 12 to 51: "));
  const std::string steps = R"([{"action":"Look","command":)" + held + "}]";
  CHECK_THAT(refusal("write_record", with(sample::runbook(), "steps", steps)),
             Contains("/steps/0/command, characters 12 to 51: "));
}

TEST_CASE_METHOD(SecretsFixture,
                 "the other tools that store text refuse secrets in each of their texts") {
  const std::string record = sample::decision("Ducks go free");
  const std::string superseding = calls::supersede(incident, record);
  CHECK_THAT(refusal("update_record", calls::update(incident, 1, R"({"impact":)" + held + "}")),
             Contains("/set/impact, characters 12 to 51: "));
  CHECK_THAT(
      refusal("supersede_record", calls::supersede(incident, with(record, "rationale", held))),
      Contains("/record/rationale, "));
  CHECK_THAT(refusal("supersede_record", with(superseding, "reason", held)), Contains("/reason, "));
  CHECK_THAT(
      refusal("link_records", with(calls::link(incident, "relates_to", pattern), "note", held)),
      Contains("/note, "));
  CHECK_THAT(refusal("confirm_record", with(calls::confirm(pattern, "worked"), "evidence", held)),
             Contains("/evidence, "));
}

TEST_CASE_METHOD(SecretsFixture,
                 "a secret is refused before anything else is wrong with the call") {
  refusal("write_record", with(with(sample::decision(), "bogus", held), "title", "1"));
  refusal("update_record",
          with(calls::update("no id", 0, R"({"impact":)" + held + "}"), "id", "3"));
  refusal("confirm_record", with(calls::confirm("none", "perhaps"), "evidence", held));
}

TEST_CASE_METHOD(SecretsFixture, "a secret as the name of a member is not repeated either") {
  const std::string text = refusal("write_record", with(sample::decision(), key, R"("x")"));
  CHECK_THAT(text, Contains("name of member"));
  refusal("update_record",
          calls::update(incident, 1, "{" + json::quoted(key) + ":{\"a\":" + held + "}}"));
}

TEST_CASE_METHOD(SecretsFixture,
                 "connection strings, private keys and assigned passwords are secrets") {
  const std::string assigned = std::string("db_pass") + "word = \"hV8" + "tq2Zr9Lw4\"";
  for (const std::string& secret : {connection_string(), pem(), assigned}) {
    key = secret;
    CHECK_THAT(refusal("write_record", with(sample::decision(), "context", json::quoted(secret))),
               Contains("/context, characters "));
  }
}

TEST_CASE_METHOD(SecretsFixture, "a secret with hidden characters in it is one all the same") {
  const std::string hidden = key.substr(0, 10) + "\u200B" + key.substr(10);
  refusal("write_record", with(sample::decision(), "context", json::quoted(hidden)));
}

TEST_CASE_METHOD(SecretsFixture, "what only says where a secret lies is stored") {
  for (const char* text : {"The password is in vault:orders/db.",
                           "Set DB_PASSWORD=${DB_PASSWORD} before the start.",
                           "Commit 3f786850e387550fdab836ed7e6dc881de23001b broke it."}) {
    devbot.must(
        "write_record",
        with(sample::decision(std::string("About ") + text), "context", json::quoted(text)));
  }
}
