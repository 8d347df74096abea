#pragma once
// The header fields that a client makes from a message (specification 2026-07-28 and 2025-11-25,
// transports).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/document.hpp"

namespace transcripts {

using Field = std::pair<std::string, std::string>;

/// What a legacy client has after initialize.
struct LegacySession {
  std::string id;
  std::string version;
};

/// True for a request that says of itself that it is modern, and for server/discover.
bool is_modern(json::View message);

bool is_request(json::View message);

/// Of a POST with this message; `message` is absent if the body is no JSON.
std::vector<Field> fields_of(json::View message, const std::optional<LegacySession>& session);

/// Of a legacy request without a body.
std::vector<Field> session_fields(const std::optional<LegacySession>& session);

/// In place of the field of that name, or without it if there is no value.
void change(std::vector<Field>& fields,
            const std::string& name,
            const std::optional<std::string>& value);

}  // namespace transcripts
