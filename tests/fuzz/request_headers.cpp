// A schema, arguments, and then header values, a line each: the rules of headers hold for any of
// them, and every error is a header mismatch.

#include "mcp/request_headers.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"

static std::string_view next_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

static void check_text(std::string_view value) {
  const auto text = mcp::header_text("Mcp-Name", value);
  if (const auto* error = std::get_if<rpc::Error>(&text)) {
    CHECK(error->code == rpc::ErrorCode::header_mismatch);
    CHECK(base::is_utf8(error->message));
    return;
  }
  const std::string& said = std::get<std::string>(text);
  const std::string encoded = "=?base64?" + base::base64(said) + "?=";
  CHECK(std::get<std::string>(mcp::header_text("Mcp-Name", encoded)) == said);
}

static void check_arguments(std::string_view schema,
                            std::string_view arguments,
                            const mcp::HeaderLookup& headers) {
  const auto expected = mcp::parameter_headers(schema);
  const auto document = json::parse(arguments);
  if (!expected || !document) return;
  const auto error = mcp::check_parameter_headers(*expected, document->root(), headers);
  CHECK(!error || error->code == rpc::ErrorCode::header_mismatch);
}

FUZZ_TARGET(input) {
  std::string_view rest = input;
  const std::string_view schema = next_line(rest);
  const std::string_view arguments = next_line(rest);
  const std::string_view values = rest;
  const mcp::HeaderLookup headers = [&](std::string_view) -> std::optional<std::string_view> {
    const std::string_view value = next_line(rest);
    return value == "-" ? std::nullopt : std::optional(value);
  };
  check_text(values);
  check_arguments(schema, arguments, headers);

  rest = values;
  const rpc::Message message = rpc::read_message(arguments);
  const auto* request = std::get_if<rpc::Request>(&message.body);
  if (request == nullptr) return;
  const auto missing = mcp::missing_header(*request, headers);
  CHECK(!missing || missing->code == rpc::ErrorCode::header_mismatch);
  rest = values;
  const auto different = mcp::different_header(*request, headers);
  CHECK(!different || different->code == rpc::ErrorCode::header_mismatch);
  CHECK(!missing || different);
}
