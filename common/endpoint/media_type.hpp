#pragma once
// Content-Type and Accept, as far as the endpoint needs them (RFC 9110, 8.3 and 12.5.1).

#include <optional>
#include <string_view>
#include <vector>

namespace endpoint {

/// True for application/json with any parameters.
bool is_json(std::optional<std::string_view> content_type);

/// True if the Accept header fields allow `type`, by name or by a wildcard; without any everything
/// is allowed. A weight of zero forbids it.
bool accepts(const std::vector<std::string_view>& accept, std::string_view type);

}  // namespace endpoint
