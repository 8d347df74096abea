#include "mcp/error_map.hpp"

#include "support/catch.hpp"

using Catch::Matchers::Contains;

TEST_CASE("every kind of error has its code") {
  CHECK(mcp::to_rpc(base::invalid("x")).code == rpc::ErrorCode::invalid_params);
  CHECK(mcp::to_rpc(base::not_found("x")).code == rpc::ErrorCode::invalid_params);
  CHECK(mcp::to_rpc(base::conflict("x")).code == rpc::ErrorCode::invalid_request);
  CHECK(mcp::to_rpc(base::busy("x")).code == rpc::ErrorCode::overloaded);
  CHECK(mcp::to_rpc(base::unavailable("x")).code == rpc::ErrorCode::internal_error);
  CHECK(mcp::to_rpc(base::stopped("x")).code == rpc::ErrorCode::internal_error);
  CHECK(mcp::to_rpc(base::internal("x")).code == rpc::ErrorCode::internal_error);
  CHECK(mcp::to_rpc(base::busy("come again")).message == "come again");
}

TEST_CASE("a tool's error is a reply with its words") {
  const auto reply = mcp::to_reply(base::conflict("read \"it\" again"));
  CHECK(reply.is_error);
  CHECK(reply.content == std::vector<mcp::Content>{mcp::text_content("read \"it\" again")});
}

TEST_CASE("a missing resource has the code of the era, and its URI") {
  const auto modern = mcp::resource_not_found("a://\"b\"", mcp::Era::modern);
  CHECK(modern.code == rpc::ErrorCode::invalid_params);
  CHECK(modern.data == R"({"uri":"a://\"b\""})");
  CHECK(mcp::resource_not_found("a://b", mcp::Era::legacy).code ==
        rpc::ErrorCode::resource_not_found);
}

TEST_CASE("an unknown method is not repeated at length") {
  CHECK(mcp::method_not_found(std::string(100'000, 'm')).message.size() < 200);
  CHECK_THAT(mcp::method_not_found("a/b").message, Contains("\"a/b\""));
}
