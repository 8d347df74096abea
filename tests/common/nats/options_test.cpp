#include "nats/options.hpp"

#include "nats/bus.hpp"
#include "support/catch.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;

std::string refusal_of(const Options& options) {
  const auto checked = check(options);
  return checked ? std::string() : checked.error().message;
}

Options valid() {
  return {.urls = {"nats://one:4222", "tls://two"}};
}

TEST_CASE("host and port are what is shown of a URL") {
  CHECK(host_and_port("nats://one:4222") == "one:4222");
  CHECK(host_and_port("tls://two") == "two:4222");
  CHECK(host_and_port("nats://user:p@ss@three:1/path") == "three:1");
  CHECK(host_and_port("nats://[::1]:5") == "[::1]:5");
  CHECK(host_and_port("nats://[::1]") == "[::1]:4222");
  CHECK(host_and_port("http://one:1").empty());
  CHECK(host_and_port("nats://").empty());
  CHECK(host_and_port("nats://:4222").empty());
  CHECK(spelled_servers(valid()) == "one:4222, two:4222");
}

TEST_CASE("options that make sense are accepted") {
  CHECK(refusal_of(valid()).empty());
}

TEST_CASE("a URL that is none is refused without being shown") {
  Options options = valid();
  options.urls.emplace_back("http://user:for-tests@one");
  CHECK_THAT(refusal_of(options), Contains("server 3") && !Contains("for-tests"));
  CHECK_THAT(refusal_of({}), Contains("no NATS server"));
}

TEST_CASE("credentials are of one kind, and whole") {
  Options options = valid();
  options.user = "devbot";
  CHECK(refusal_of(options).empty());
  options.credentials_file = "devbot.creds";
  CHECK_THAT(refusal_of(options), Contains("one kind"));
  options = valid();
  options.urls = {"nats://user:for-tests@one"};
  options.nkey = "UABC";
  CHECK_THAT(refusal_of(options), Contains("seed"));
  options.nkey_seed_file = "seed";
  CHECK_THAT(refusal_of(options), Contains("one kind"));
  options = valid();
  options.password = "for-tests";
  CHECK_THAT(refusal_of(options), Contains("without a user"));
}

TEST_CASE("what the client library would write unescaped is refused") {
  for (const char* text : {"a\"b", "a\\b", "a\nb"}) {
    Options options = valid();
    options.user = "devbot";
    options.password = text;
    CHECK_THAT(refusal_of(options), Contains("quotes") && !Contains(text));
  }
}

TEST_CASE("a certificate comes with its key") {
  Options options = valid();
  options.tls.key_file = "key.pem";
  CHECK_THAT(refusal_of(options), Contains("together"));
}

TEST_CASE("an inbox prefix has no wildcards") {
  Options options = valid();
  for (const char* prefix : {"", "_INBOX.", "_INBOX.*", ">", "a b"}) {
    options.inbox_prefix = prefix;
    CHECK_THAT(refusal_of(options), Contains("inbox"));
  }
}

TEST_CASE("a bus does not open with options that contradict each other") {
  const auto bus = open({});
  REQUIRE_FALSE(bus);
  CHECK(bus.error().kind == base::ErrorKind::invalid);
}

}  // namespace
}  // namespace nats
