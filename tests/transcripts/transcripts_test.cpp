#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/places.hpp"
#include "support/temporary_directory.hpp"
#include "transcripts/pattern.hpp"
#include "transcripts/play.hpp"

namespace {

using namespace transcripts;

/// A home of its own, and nobody in particular who calls.
struct Workplace {
  support::TemporaryDirectory directory;
  support::Environment home{"AGENT_SMITH_HOME", directory.path().c_str()};
  support::Environment agent{"AGENT_NAME", nullptr};
  support::Environment team{"AGENT_SMITH_TEAM", nullptr};
  support::Environment project{"AGENT_SMITH_PROJECT", "sample"};
  support::Environment run{"RUN_ID", nullptr};
};

template <class Connect>
void play_all(const std::string& transport, const Connect& connect) {
  const auto all =
      read_transcripts(std::string(support::source_directory) + "/tests/transcripts", transport);
  CHECK(all.size() > 20);
  for (const Transcript& transcript : all) {
    const Workplace workplace;
    const auto connection = connect(transcript);
    const std::string wrong = play(transcript, *connection);
    CHECK(wrong == "");
  }
}

std::string compared(std::string_view pattern, std::string_view value) {
  const auto left = json::parse(pattern);
  const auto right = json::parse(value);
  REQUIRE(left);
  REQUIRE(right);
  return difference(left->root(), right->root());
}

}  // namespace

TEST_CASE("every transcript holds in memory") {
  play_all("memory",
           [](const Transcript& transcript) { return connect_in_memory(transcript.server); });
}

TEST_CASE("every transcript holds over stdio") {
  play_all("stdio", [](const Transcript& transcript) {
    return connect_by_stdio(transcript.server, transcript.name);
  });
}

TEST_CASE("every transcript holds over HTTP") {
  play_all("http", [](const Transcript& transcript) {
    return connect_by_http(transcript.server, transcript.name);
  });
}

TEST_CASE("a pattern matches what it says and nothing else") {
  CHECK(compared(R"({"a":1,"b":[1,"x"]})", R"({"b":[1,"x"],"a":1})") == "");
  CHECK(compared(R"({"a":"*"})", R"({"a":{"b":[]}})") == "");
  CHECK(compared(R"({"a":"*b*"})", R"({"a":"abc"})") == "");
  CHECK(compared(R"({"a":1,"...":"*"})", R"({"a":1,"b":2})") == "");
  CHECK(compared(R"([1,"..."])", R"([1,2,3])") == "");
  CHECK(compared(R"({"a":"*"})", "{}") == "/a: expected \"*\", got nothing");
  CHECK(compared(R"({"a":"*b*"})", R"({"a":"ac"})") != "");
  CHECK(compared(R"({"a":1})", R"({"a":1,"b":2})") == "/b: not expected");
  CHECK(compared(R"({"a":1})", R"({"a":"1"})") != "");
  CHECK(compared("[1]", "[1,2]") != "");
  CHECK(compared("[1,2]", "[1]") != "");
  CHECK(compared("0", "null") != "");
}
