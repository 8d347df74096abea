#include "app/exchange.hpp"

#include "support/catch.hpp"
#include "support/requests.hpp"
#include "tests/sample_server/sample.hpp"

namespace {

app::Exchange exchanged(const std::string& tool, const std::string& arguments = "{}") {
  return app::call_tool(
      sample::server(), [] { return base::Result<std::string>("devbot"); }, tool, arguments);
}

}  // namespace

TEST_CASE("a call goes through the dispatcher like one from outside") {
  const app::Exchange exchange = exchanged("add", R"({"a":1,"b":2})");
  CHECK(exchange.request ==
        support::request(1, "tools/call", R"("name":"add","arguments":{"a":1,"b":2})"));
  CHECK(support::Answer(exchange.response).text() == "3");
}

TEST_CASE("the caller is who the identity says") {
  CHECK(support::Answer(exchanged("who").response).text() == "devbot");
}

TEST_CASE("a failed call and an unknown tool are answered as usual") {
  CHECK(support::Answer(exchanged("fails").response).result().find("isError").boolean());
  CHECK(support::Answer(exchanged("nothing").response).error_code() == -32602);
  CHECK(support::Answer(exchanged("add", R"({"a":"x"})").response).text().find("2 problems") !=
        std::string::npos);
}

TEST_CASE("a call without an identity still gets its answer") {
  const auto exchange = app::call_tool(
      sample::server(),
      []() -> base::Result<std::string> { return base::invalid("AGENT_NAME is wrong"); },
      "who",
      "{}");
  CHECK(support::Answer(exchange.response).text() == "AGENT_NAME is wrong");
}
