#include "endpoint/serve.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;

namespace {

base::Result<void> checked(const std::string& address, bool tokens, bool tls, bool behind_proxy) {
  endpoint::ServeOptions options{.address = endpoint::read_address(address).value(),
                                 .behind_proxy = behind_proxy};
  if (tls) options.tls = {"cert.pem", "key.pem"};
  return endpoint::check_exposure(options, tokens);
}

}  // namespace

TEST_CASE("a server for this machine alone needs neither tokens nor TLS") {
  const std::string address = GENERATE("127.0.0.1:1", "[::1]:1", "localhost:1", "1");
  const bool tokens = GENERATE(false, true);
  const bool tls = GENERATE(false, true);
  CHECK(checked(address, tokens, tls, false));
}

TEST_CASE("a server that others can reach needs tokens, and TLS or a proxy that ends it") {
  const std::string address = GENERATE("0.0.0.0:1", "[::]:1", "10.1.2.3:1");
  for (const bool tls : {false, true}) {
    for (const bool behind_proxy : {false, true}) {
      const auto result = checked(address, false, tls, behind_proxy);
      REQUIRE_FALSE(result);
      CHECK(result.error().kind == base::ErrorKind::invalid);
      CHECK_THAT(result.error().message, Contains("token_sha256"));
    }
  }
  CHECK(checked(address, true, true, false));
  CHECK(checked(address, true, false, true));
  CHECK(checked(address, true, true, true));
  const auto clear = checked(address, true, false, false);
  REQUIRE_FALSE(clear);
  CHECK_THAT(clear.error().message, Contains("--tls-cert") && Contains("--behind-proxy"));
}

TEST_CASE("a proxy in front makes a server on loopback one that others can reach") {
  CHECK_FALSE(checked("127.0.0.1:1", false, false, true));
  CHECK(checked("127.0.0.1:1", true, false, true));
}

TEST_CASE("an origin that no browser sends is refused at the start") {
  endpoint::ServeOptions options{.address = endpoint::read_address("1").value()};
  for (const char* origin :
       {"*", "foo", "null", "https://its.example.com/", "HTTPS://EXAMPLE.COM"}) {
    options.allowed_origins = {origin};
    const auto checked = endpoint::check_exposure(options, false);
    REQUIRE_FALSE(checked);
    CHECK_THAT(checked.error().message, Contains(origin) && Contains("https://tools.example.com"));
  }
  options.allowed_origins = {"https://its.example.com", "http://10.0.0.1:8080", "http://[fd00::1]"};
  CHECK(endpoint::check_exposure(options, false));
}
