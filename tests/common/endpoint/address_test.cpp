#include "endpoint/address.hpp"

#include "support/catch.hpp"

using endpoint::read_address;

TEST_CASE("an address is a host and a port, or a port of this machine") {
  const auto [text, host, port] = GENERATE(table<std::string, std::string, int>({
      {"127.0.0.1:8080", "127.0.0.1", 8080},
      {"[::1]:8080", "::1", 8080},
      {"[::]:0", "::", 0},
      {"localhost:65535", "localhost", 65535},
      {"8080", "127.0.0.1", 8080},
      {"0.0.0.0:1", "0.0.0.0", 1},
  }));
  const auto address = read_address(text);
  REQUIRE(address);
  CHECK(address->host == host);
  CHECK(address->port == port);
}

TEST_CASE("what is no address is refused with an example") {
  const std::string text = GENERATE("",
                                    ":8080",
                                    "127.0.0.1",
                                    "127.0.0.1:",
                                    "127.0.0.1:65536",
                                    "127.0.0.1:-1",
                                    "127.0.0.1:+1",
                                    "127.0.0.1: 80",
                                    "127.0.0.1:80 ",
                                    "127.0.0.1:http",
                                    "::1:8080",
                                    "[]:8080",
                                    "[::1]",
                                    "http://127.0.0.1:8080");
  const auto address = read_address(text);
  REQUIRE_FALSE(address);
  CHECK(address.error().kind == base::ErrorKind::invalid);
  CHECK_THAT(address.error().message, Catch::Matchers::Contains("127.0.0.1:8080"));
}

TEST_CASE("loopback is what only this machine can reach") {
  for (const std::string text : {"127.0.0.1:1", "127.8.9.1:1", "[::1]:1", "localhost:1", "1"})
    CHECK(read_address(text)->is_loopback());
  for (const std::string text :
       {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "[::ffff:127.0.0.1]:1", "example.com:1", "1270:1"})
    CHECK_FALSE(read_address(text)->is_loopback());
}

TEST_CASE("the authority of a URL has the actual port, and brackets around IPv6") {
  CHECK(read_address("127.0.0.1:0")->authority(4711) == "127.0.0.1:4711");
  CHECK(read_address("[::1]:0")->authority(4711) == "[::1]:4711");
  CHECK(read_address("localhost:0")->authority(4711) == "localhost:4711");
}
