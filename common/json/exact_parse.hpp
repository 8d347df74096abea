#pragma once
// The long way into a tree, by nlohmann/json's parser: for text of which the quick one cannot say
// what it is. It names what is wrong and where, and keeps what can be kept.

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.hpp"

namespace json {

/// Puts the tree of `text` into `root`, without what is over a limit. Gives the first such
/// violation, if there is one. invalid: no JSON; then `root` holds anything.
base::Result<std::optional<std::string>> parse_exactly(std::string_view text,
                                                       nlohmann::ordered_json& root);

}  // namespace json
