#pragma once
// The short way into a tree, by simdjson, for text that is in order. Whatever is not, or may not
// be, is left to exact_parse, so this way says of no text what is wrong with it.

#include <cstddef>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace json {

/// Of longer texts the index of simdjson takes too much memory: fourteen bytes for each byte.
inline constexpr std::size_t quick_bytes_max = std::size_t{128} * 1024;

/// Puts the tree of `text` into `root`, the same that parse_exactly() makes. False if the text is
/// for that one; then `root` holds anything.
bool parse_quickly(std::string_view text, nlohmann::ordered_json& root);

}  // namespace json
