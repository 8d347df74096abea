#include "http_server/message.hpp"

#include "support/catch.hpp"

namespace http_server {

TEST_CASE("header names compare without regard to case, values keep theirs") {
  Headers headers{{"Content-Type", "Text/Plain"}};
  headers.add("X-Two", "1");
  headers.add("x-two", "2");
  CHECK(headers.find("content-type") == "Text/Plain");
  CHECK(headers.find("X-TWO") == "1");
  CHECK(headers.count("X-Two") == 2);
  CHECK_FALSE(headers.find("X-Tw"));
  CHECK(headers.count("Content") == 0);
}

TEST_CASE("header fields keep the order in which they came") {
  const Headers headers{{"b", "1"}, {"a", "2"}, {"b", "3"}};
  REQUIRE(headers.fields().size() == 3);
  CHECK(headers.fields()[1] == Headers::Field("a", "2"));
  CHECK(headers.fields()[2] == Headers::Field("b", "3"));
}

}  // namespace http_server
