#include "endpoint/media_type.hpp"

#include <string>

#include "support/catch.hpp"

using endpoint::accepts;
using endpoint::is_json;

TEST_CASE("a body is JSON if it says so, whatever its parameters") {
  for (const std::string type : {"application/json",
                                 "Application/JSON",
                                 "application/json; charset=utf-8",
                                 " application/json ;x"})
    CHECK(is_json(type));
  for (const std::string type :
       {"", "text/plain", "application/jsonp", "application/json-rpc", "text/json", ";"})
    CHECK_FALSE(is_json(type));
  CHECK_FALSE(is_json(std::nullopt));
}

TEST_CASE("Accept allows by name, by wildcard, and by being absent") {
  constexpr std::string_view stream = "text/event-stream";
  CHECK(accepts({}, stream));
  for (const std::string accept : {"text/event-stream",
                                   "application/json, text/event-stream",
                                   "application/json,TEXT/Event-Stream;q=0.5",
                                   "text/*",
                                   "*/*;q=0.1",
                                   "text/event-stream;q=0.001"})
    CHECK(accepts({accept}, stream));
  for (const std::string accept : {"",
                                   "application/json",
                                   "text/event-stream;q=0",
                                   "text/event-stream; q=0.000",
                                   "application/*",
                                   "text/event-streams",
                                   "text"})
    CHECK_FALSE(accepts({accept}, stream));
  CHECK(accepts({"application/json", "text/event-stream"}, stream));
  CHECK_FALSE(accepts({"application/json", "text/plain"}, stream));
}
