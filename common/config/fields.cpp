#include "config/fields.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"

namespace config {
namespace {

const Node* present(const Node& map, std::string_view key) {
  const Node* value = map.find(key);
  return value != nullptr && value->kind() == Kind::nothing ? nullptr : value;
}

base::Error missing(const Node& map, std::string_view key, Kind kind) {
  const Node* empty = map.find(key);
  return (empty == nullptr ? map : *empty)
      .error(base::format("{} is missing; it must be {}", key, with_article(kind)));
}

}  // namespace

base::Result<void> must_be(const Node& node, Kind kind, std::string_view name) {
  if (node.kind() == kind) return {};
  return node.error(
      base::format("{} must be {}, not {}", name, with_article(kind), with_article(node.kind())));
}

base::Result<void> only_keys(const Node& map, const std::vector<std::string>& known) {
  for (std::size_t at = 0; at < map.keys().size(); ++at) {
    const std::string& key = map.keys()[at];
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto meant = base::nearest(key, known);
    const std::string advice = meant ? base::format("did you mean {}? ", *meant) : std::string();
    return map.items()[at].error(
        base::format("unknown key {}; {}allowed: {}", shown(key), advice, base::join(known, ", ")));
  }
  return {};
}

base::Result<std::optional<std::string>> optional_text(const Node& map, std::string_view key) {
  const Node* value = present(map, key);
  if (value == nullptr) return std::optional<std::string>();
  TRY(must_be(*value, Kind::text, key));
  return std::optional(value->text());
}

base::Result<std::string> required_text(const Node& map, std::string_view key) {
  const auto text = TRY(optional_text(map, key));
  if (!text || text->empty()) return missing(map, key, Kind::text);
  return *text;
}

base::Result<const Node*> required_list(const Node& map, std::string_view key) {
  const Node* value = present(map, key);
  if (value == nullptr) return missing(map, key, Kind::list);
  TRY(must_be(*value, Kind::list, key));
  return value;
}

}  // namespace config
