#pragma once
// Typed fields of a map. An explicit null (`key:`) counts as absent. Every error is invalid,
// carries file:line and says what is allowed.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/yaml.hpp"

namespace config {

/// `name` is what the message calls the node.
base::Result<void> must_be(const Node& node, Kind kind, std::string_view name);

/// Refuses other keys and names the known one that was probably meant.
base::Result<void> only_keys(const Node& map, const std::vector<std::string>& known);

base::Result<std::optional<std::string>> optional_text(const Node& map, std::string_view key);

/// Not empty.
base::Result<std::string> required_text(const Node& map, std::string_view key);

/// The node lives as long as `map`.
base::Result<const Node*> required_list(const Node& map, std::string_view key);

}  // namespace config
