#pragma once
// JSON-RPC 2.0 messages: the envelope and its rules, nothing of MCP. Batches are not part of the
// protocol revisions that we serve and are refused. Ids are strings or integers, never null, and go
// back with the type they came with.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "json/document.hpp"

namespace rpc {

class Id {
 public:
  explicit Id(std::int64_t number) : value_(number) {}

  explicit Id(std::string text) : value_(std::move(text)) {}

  std::string json() const;

  bool operator==(const Id&) const = default;

  bool operator<(const Id& other) const { return value_ < other.value_; }

 private:
  std::variant<std::int64_t, std::string> value_;
};

/// Nothing if the value cannot be an id.
std::optional<Id> read_id(json::View value);

/// Codes on the wire. Those below -32000 are fixed by JSON-RPC, -32020 and below by MCP 2026-07-28,
/// -32002 by the older revisions; the positive ones are ours.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  resource_not_found = -32002,  ///< legacy era only
  header_mismatch = -32020,
  missing_client_feature = -32021,
  unsupported_version = -32022,
  overloaded = 1001,
  timed_out = 1002
};

struct Error {
  ErrorCode code;
  std::string message;
  std::string data = {};  ///< JSON text; may be empty
};

struct Request {
  Id id;
  std::string method;
  json::View params;  ///< an object, or absent
};

struct Notification {
  std::string method;
  json::View params;  ///< an object, or absent
};

/// The other side's answer to a request of ours.
struct Response {
  std::optional<Id> id;  ///< absent where the other side could not read that of the request
  json::View result;     ///< absent if it is an error
  json::View error;
};

/// Something that is no valid message; to be answered with this error.
struct Refused {
  std::optional<Id> id;  ///< if one could be read
  Error error;
};

struct Message {
  json::Document document;  ///< owns what the views in `body` point to
  std::variant<Request, Notification, Response, Refused> body;
};

Message read_message(std::string_view text);

std::string response(const Id& id, std::string_view result_json);
std::string error_response(const std::optional<Id>& id, const Error& error);
std::string notification(std::string_view method, std::string_view params_json);

/// A request of ours to the client (legacy revisions only).
std::string request(const Id& id, std::string_view method, std::string_view params_json);

}  // namespace rpc
