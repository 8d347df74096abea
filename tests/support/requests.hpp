#pragma once
// Messages that protocol tests send, and what they look for in the answers.

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/format.hpp"
#include "json/document.hpp"

namespace support {

inline constexpr std::string_view modern_meta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
    R"("io.modelcontextprotocol/clientCapabilities":{}})";

/// A modern request. `id` is JSON text; `params` are the members beside the metadata, as JSON text
/// without braces.
inline std::string request(std::string_view id, std::string_view method, std::string params = {}) {
  if (!params.empty()) params += ',';
  return base::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{{{}{}}}}})",
                      id,
                      method,
                      params,
                      modern_meta);
}

inline std::string request(int id, std::string_view method, std::string params = {}) {
  return request(std::to_string(id), method, std::move(params));
}

inline std::string tool_call(int id, std::string_view tool, std::string_view arguments = "{}") {
  return request(id, "tools/call", base::format(R"("name":"{}","arguments":{})", tool, arguments));
}

inline std::string cancellation(int id) {
  return base::format(
      R"({{"jsonrpc":"2.0","method":"notifications/cancelled","params":{{"requestId":{}}}}})", id);
}

inline constexpr std::string_view legacy_initialize =
    R"({"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":)"
    R"("2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}})";

/// A request of the legacy era; initialize first.
inline std::string legacy_request(int id, std::string_view method, std::string_view params = "{}") {
  return base::format(
      R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", id, method, params);
}

/// A line of a server, parsed.
class Answer {
 public:
  explicit Answer(const std::string& line) : document_(parsed(line)) {}

  /// The id as JSON text; empty if there is none.
  std::string id() const {
    const json::View id = document_.root().find("id");
    return id.is(json::Kind::absent) ? std::string() : id.dump();
  }

  /// 0 if it is no error.
  std::int64_t error_code() const {
    const json::View code = document_.root().find("error").find("code");
    return code.is(json::Kind::integer) ? code.integer() : 0;
  }

  std::string error_message() const {
    const json::View message = document_.root().find("error").find("message");
    return message.is(json::Kind::text) ? std::string(message.text()) : std::string();
  }

  /// Of a notification; else empty.
  std::string method() const {
    const json::View method = document_.root().find("method");
    return method.is(json::Kind::text) ? std::string(method.text()) : std::string();
  }

  json::View result() const { return document_.root().find("result"); }

  /// The text of the first content block of a tool's reply; empty if there is none.
  std::string text() const {
    const json::View content = result().find("content");
    if (content.size() == 0) return {};
    const json::View text = content.item(0).find("text");
    return text.is(json::Kind::text) ? std::string(text.text()) : std::string();
  }

 private:
  static json::Document parsed(const std::string& line) {
    auto document = json::parse(line);
    if (!document) throw std::runtime_error("not a message: " + line);
    return std::move(document).value();
  }

  json::Document document_;
};

}  // namespace support
