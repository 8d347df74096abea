#include "endpoint/origin.hpp"

#include <string>

#include "support/catch.hpp"

using endpoint::is_loopback_authority;
using endpoint::is_loopback_origin;

TEST_CASE("names of this machine are known with any port and in any case") {
  const std::string name =
      GENERATE("localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:8080");
  CHECK(is_loopback_authority(name));
  CHECK(is_loopback_origin("http://" + name));
  CHECK(is_loopback_origin("https://" + name));
}

TEST_CASE("names that only look like this machine are not") {
  const std::string name = GENERATE("",
                                    "evil.example.com",
                                    "localhost.evil.com",
                                    "localhost:evil.com",
                                    "localhost:",
                                    "localhost:123456",
                                    "localhost:80@evil.com",
                                    "127.0.0.1.evil.com",
                                    "127.0.0.10",
                                    "127.0.0.1:80/evil.com",
                                    "::1",
                                    "user@localhost",
                                    " localhost",
                                    "localhost ",
                                    "0.0.0.0");
  CHECK_FALSE(is_loopback_authority(name));
  CHECK_FALSE(is_loopback_origin("http://" + name));
}

TEST_CASE("an origin is a web page's") {
  for (const std::string origin :
       {"localhost", "null", "", "file://", "ftp://localhost", "http:/localhost", "//localhost"})
    CHECK_FALSE(is_loopback_origin(origin));
}
