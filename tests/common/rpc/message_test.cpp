#include "rpc/message.hpp"

#include "support/catch.hpp"

using Catch::Matchers::Contains;

namespace {

rpc::Refused refused(std::string_view text) {
  const rpc::Message message = rpc::read_message(text);
  const auto* refusal = std::get_if<rpc::Refused>(&message.body);
  if (refusal == nullptr) FAIL("accepted: " << text);
  return *refusal;
}

std::string id_of(const rpc::Refused& refusal) {
  return refusal.id ? refusal.id->json() : "none";
}

}  // namespace

TEST_CASE("a request has an id, a method and perhaps parameters") {
  const auto message =
      rpc::read_message(R"({"jsonrpc":"2.0","id":"a","method":"m","params":{"x":1}})");
  const auto& request = std::get<rpc::Request>(message.body);
  CHECK(request.id == rpc::Id(std::string("a")));
  CHECK(request.method == "m");
  CHECK(request.params.find("x").integer() == 1);
  const auto bare = rpc::read_message(R"({"method":"m","id":0,"jsonrpc":"2.0","more":null})");
  CHECK(std::get<rpc::Request>(bare.body).id == rpc::Id(0));
  CHECK(std::get<rpc::Request>(bare.body).params.is(json::Kind::absent));
}

TEST_CASE("the parameters stay readable when the message is moved") {
  auto message = rpc::read_message(R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"x":"y"}})");
  const rpc::Message moved = std::move(message);
  CHECK(std::get<rpc::Request>(moved.body).params.find("x").text() == "y");
}

TEST_CASE("a message without an id is a notification") {
  const auto message = rpc::read_message(R"({"jsonrpc":"2.0","method":"n","params":{}})");
  CHECK(std::get<rpc::Notification>(message.body).method == "n");
}

TEST_CASE("results and errors are responses, also those without an id that can be used") {
  for (const auto* text : {R"({"jsonrpc":"2.0","id":1,"result":{}})",
                           R"({"jsonrpc":"2.0","id":"x","error":{"code":1,"message":""}})",
                           R"({"jsonrpc":"2.0","id":1,"result":null})",
                           R"({"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}})",
                           R"({"jsonrpc":"2.0","error":{"code":1,"message":""}})"}) {
    CAPTURE(text);
    CHECK(std::holds_alternative<rpc::Response>(rpc::read_message(text).body));
  }
}

TEST_CASE("our own error without an id is not answered with an error") {
  const rpc::Error error{rpc::ErrorCode::parse_error, "not JSON"};
  const auto message = rpc::read_message(rpc::error_response(std::nullopt, error));
  CHECK(std::holds_alternative<rpc::Response>(message.body));
}

TEST_CASE("what is no message is refused, with the id if there is one") {
  struct Row {
    const char* text;
    const char* id;
    const char* says;
  };

  const Row rows[] = {
      {"[]", "none", "batches"},
      {R"([{"jsonrpc":"2.0","id":1,"method":"m"}])", "none", "batches"},
      {"1", "none", "an integer"},
      {"null", "none", "null"},
      {"\"x\"", "none", "text"},
      {"{}", "none", "\"jsonrpc\" must be"},
      {R"({"id":1,"method":"m"})", "1", "\"jsonrpc\" must be"},
      {R"({"jsonrpc":"1.0","id":1,"method":"m"})", "1", "\"jsonrpc\" must be"},
      {R"({"jsonrpc":2.0,"id":"a","method":"m"})", "\"a\"", "\"jsonrpc\" must be"},
      {R"({"jsonrpc":"2.0","id":1})", "1", "\"method\" must be text"},
      {R"({"jsonrpc":"2.0","id":1,"method":5})", "1", "\"method\" must be text"},
      {R"({"jsonrpc":"2.0","id":1,"method":null,"result":{}})", "1", "\"method\" must be text"},
      {R"({"jsonrpc":"2.0","id":null,"method":"m"})", "none", "\"id\" must be"},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"m"})", "none", "\"id\" must be"},
      {R"({"jsonrpc":"2.0","id":true,"method":"m"})", "none", "\"id\" must be"},
      {R"({"jsonrpc":"2.0","id":{},"method":"m"})", "none", "\"id\" must be"},
      {R"({"jsonrpc":"2.0","id":9223372036854775808,"method":"m"})", "none", "\"id\" must be"},
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})", "1", "must be an object"},
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":null})", "1", "must be an object"},
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1,"a":2}})", "1", "appears twice"},
      {R"({"jsonrpc":"2.0","params":{"a":1e1,"b":99999999999999999999},"id":"z"})",
       "\"z\"",
       "64 bits"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const rpc::Refused refusal = refused(row.text);
    CHECK(refusal.error.code == rpc::ErrorCode::invalid_request);
    CHECK(id_of(refusal) == row.id);
    CHECK_THAT(refusal.error.message, Contains(row.says));
  }
}

TEST_CASE("what is no JSON is a parse error without an id") {
  using namespace std::string_view_literals;
  for (const std::string_view text : {""sv,
                                      "{"sv,
                                      "x"sv,
                                      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xFF\"}"sv,
                                      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\0{}"sv,
                                      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"} {}"sv}) {
    CAPTURE(std::string(text));
    CHECK(refused(text).error.code == rpc::ErrorCode::parse_error);
    CHECK(id_of(refused(text)) == "none");
  }
}

TEST_CASE("an id goes back with the type and the value it came with") {
  for (const auto* id : {"0",
                         "-1",
                         "9223372036854775807",
                         "-9223372036854775808",
                         "\"\"",
                         "\"7\"",
                         R"("a\"\\\n")",
                         "\"\xE2\x82\xAC\""}) {
    CAPTURE(id);
    const auto message =
        rpc::read_message(R"({"jsonrpc":"2.0","method":"m","id":)" + std::string(id) + "}");
    const auto& request = std::get<rpc::Request>(message.body);
    CHECK(rpc::response(request.id, "{}") ==
          R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"result":{}})");
  }
  CHECK(rpc::Id(7) != rpc::Id(std::string("7")));
}

TEST_CASE("errors and notifications are written with what they have") {
  const rpc::Error error{rpc::ErrorCode::invalid_params, "no \"x\"", R"({"y":1})"};
  CHECK(rpc::error_response(rpc::Id(3), error) ==
        R"({"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":"no \"x\"","data":{"y":1}}})");
  CHECK(rpc::error_response(std::nullopt, {rpc::ErrorCode::parse_error, ""}) ==
        R"({"jsonrpc":"2.0","error":{"code":-32700,"message":""}})");
  CHECK(rpc::notification("n", "{}") == R"({"jsonrpc":"2.0","method":"n","params":{}})");
}
