#include "mcp/request_headers.hpp"

#include <map>

#include "base/text.hpp"
#include "json/writer.hpp"
#include "support/catch.hpp"
#include "support/requests.hpp"

using Catch::Matchers::Contains;

namespace {

using Headers = std::map<std::string, std::string>;
using Check = std::optional<rpc::Error> (*)(const rpc::Request&, const mcp::HeaderLookup&);

mcp::HeaderLookup lookup(const Headers& headers) {
  return [&headers](std::string_view name) -> std::optional<std::string_view> {
    for (const auto& [key, value] : headers) {
      if (base::lower(key) == base::lower(name)) return value;
    }
    return std::nullopt;
  };
}

/// "" if all is well; every error must have the one code.
std::string message_of(const std::optional<rpc::Error>& error) {
  if (!error) return "";
  CHECK(error->code == rpc::ErrorCode::header_mismatch);
  return error->message;
}

std::string checked(Check check, const std::string& request, const Headers& headers) {
  const rpc::Message message = rpc::read_message(request);
  return message_of(check(std::get<rpc::Request>(message.body), lookup(headers)));
}

std::string different(const std::string& request, const Headers& headers) {
  return checked(mcp::different_header, request, headers);
}

Headers headers_of(const std::string& method, const std::string& name) {
  Headers headers{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}};
  if (!name.empty()) headers["Mcp-Name"] = name;
  return headers;
}

std::string text_of(std::string_view value) {
  const auto text = mcp::header_text("Mcp-Name", value);
  if (const auto* error = std::get_if<rpc::Error>(&text)) return "refused: " + message_of(*error);
  return std::get<std::string>(text);
}

}  // namespace

TEST_CASE("a header value is literal text without the blanks around it") {
  CHECK(text_of("us-west1") == "us-west1");
  CHECK(text_of(" \t greet\t ") == "greet");
  CHECK(text_of("two words\tand a tab") == "two words\tand a tab");
  CHECK(text_of("").empty());
  CHECK(text_of(" \t ").empty());
}

TEST_CASE("a header value that is marked as base64 is decoded") {
  CHECK(text_of("=?base64?SGVsbG8=?=") == "Hello");
  CHECK(text_of("  =?base64?SGVsbG8=?=  ") == "Hello");
  CHECK(text_of("=?base64?SGVsbG8sIOS4lueVjA==?=") == "Hello, \xE4\xB8\x96\xE7\x95\x8C");
  CHECK(text_of("=?base64?IHBhZGRlZCA=?=") == " padded ");
  CHECK(text_of("=?base64?bGluZTEKbGluZTI=?=") == "line1\nline2");
  CHECK(text_of("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=") == "=?base64?literal?=");
  CHECK(text_of("=?base64?"
                "?=")
            .empty());
}

TEST_CASE("a header value that is marked as base64 and is none is refused") {
  for (const char* value : {"=?base64?SGVsbG8?=",
                            "=?base64?SGVs!!!bG8=?=",
                            "=?base64?SGVsbG9=?=",
                            "=?base64?SGVs bG8=?=",
                            "=?base64? SGVsbG8=?=",
                            "=?base64?SGVsbG8==?=",
                            "=?base64?-_-_?="}) {
    CAPTURE(value);
    CHECK_THAT(text_of(value), Contains("refused: header Mcp-Name") && Contains("base64"));
  }
}

TEST_CASE("a header value without both marks is literal") {
  for (const char* value : {"SGVsbG8=",
                            "=?base64?SGVsbG8=",
                            "SGVsbG8=?=",
                            "=?base64?=",
                            "=?BASE64?SGVsbG8=?=",
                            "=?base64SGVsbG8=?="}) {
    CHECK(text_of(value) == value);
  }
}

TEST_CASE("a literal header value is printable ASCII") {
  for (const std::string& value : {std::string("caf\xC3\xA9"),
                                   std::string("a\nb"),
                                   std::string("a\rb"),
                                   std::string("a\x7f"),
                                   std::string("a\0b", 3),
                                   std::string("\na")}) {
    CAPTURE(value);
    CHECK_THAT(text_of(value), Contains("refused: header Mcp-Name must be printable ASCII"));
  }
}

TEST_CASE("headers that repeat the body are accepted") {
  CHECK(different(support::request(1, "tools/list"), headers_of("tools/list", "")).empty());
  CHECK(different(support::tool_call(1, "greet"), headers_of("tools/call", "greet")).empty());
  CHECK(different(support::tool_call(1, "greet"), headers_of("tools/call", "  greet ")).empty());
  CHECK(
      different(support::request(1, "prompts/get", R"("name":"p")"), headers_of("prompts/get", "p"))
          .empty());
  CHECK(different(support::request(1, "resources/read", R"("uri":"test://\u00e9","name":"other")"),
                  headers_of("resources/read", "=?base64?dGVzdDovL8Op?="))
            .empty());
  const Headers lower_case{{"mcp-protocol-version", "2026-07-28"}, {"MCP-METHOD", "tools/list"}};
  CHECK(different(support::request(1, "tools/list"), lower_case).empty());
}

TEST_CASE("a header that a request needs must be there") {
  const std::string call = support::tool_call(1, "greet");
  CHECK(checked(mcp::missing_header, call, headers_of("tools/call", "greet")).empty());
  for (const char* name : {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"}) {
    Headers headers = headers_of("tools/call", "greet");
    headers.erase(name);
    const std::string expected = "header " + std::string(name) + " is missing; it must repeat ";
    CHECK_THAT(checked(mcp::missing_header, call, headers), Contains(expected));
    CHECK_THAT(different(call, headers), Contains(expected));
  }
}

TEST_CASE("whether a header is there does not depend on what it says") {
  const Headers wrong{
      {"MCP-Protocol-Version", "1"}, {"Mcp-Method", ""}, {"Mcp-Name", "=?base64?!?="}};
  CHECK(checked(mcp::missing_header, support::tool_call(1, "greet"), wrong).empty());
}

TEST_CASE("a header that differs from the body is named, with what it must equal") {
  const std::string call = support::tool_call(1, "greet");
  Headers headers = headers_of("TOOLS/CALL", "greet");
  CHECK(different(call, headers) == "header Mcp-Method must equal method of the body");
  headers = headers_of("tools/call", "Greet");
  CHECK(different(call, headers) == "header Mcp-Name must equal params.name of the body");
  headers = headers_of("tools/call", "greet");
  headers["MCP-Protocol-Version"] = "2025-11-25";
  CHECK(different(call, headers) ==
        "header MCP-Protocol-Version must equal "
        "params._meta[\"io.modelcontextprotocol/protocolVersion\"] of the body");
  CHECK(different(support::request(1, "resources/read", R"("uri":"a:b","name":"n")"),
                  headers_of("resources/read", "n")) ==
        "header Mcp-Name must equal params.uri of the body");
  CHECK_THAT(different(call, headers_of("tools/call", "=?base64?!?=")), Contains("base64"));
}

TEST_CASE("what is wrong with the body itself is left to who reads it") {
  const Headers headers = headers_of("tools/call", "");
  CHECK(different(support::request(1, "tools/call"), headers).empty());
  CHECK(different(support::request(1, "tools/call", R"("name":7)"), headers).empty());
  for (const char* meta : {"{}", "[]", R"({"io.modelcontextprotocol/protocolVersion":7})"}) {
    CHECK(different(
              support::legacy_request(1, "tools/list", R"({"_meta":)" + std::string(meta) + "}"),
              headers_of("tools/list", ""))
              .empty());
  }
  const std::string bare = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
  CHECK(different(bare, headers_of("tools/list", "")).empty());
}
