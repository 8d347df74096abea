#include "json/quick_parse.hpp"

#include <algorithm>
#include <unordered_set>

#include <simdjson.h>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"

namespace json {
namespace {

using Dom = nlohmann::ordered_json;

/// simdjson 3.0 lets through the second half of a surrogate pair without the first. Both are rare.
bool may_have_surrogates(std::string_view text) {
  return text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos;
}

/// Each function is false if the value goes beyond a limit.
class Grower {
 public:
  bool grow(const simdjson::dom::element& value, Dom& node) {
    using simdjson::dom::element_type;
    if (++values_ > base::limits::json_values_max) return false;
    switch (value.type()) {
      case element_type::OBJECT:
        return nested([&] { return grow_object(value, node); });
      case element_type::ARRAY:
        return nested([&] { return grow_list(value, node); });
      case element_type::STRING:
        node = std::string(value.get_string().value_unsafe());
        return true;
      case element_type::INT64:
        return grow_integer(value.get_int64().value_unsafe(), node);
      case element_type::UINT64:
        node = value.get_uint64().value_unsafe();
        return true;
      case element_type::DOUBLE:
        node = value.get_double().value_unsafe();
        return true;
      case element_type::BOOL:
        node = value.get_bool().value_unsafe();
        return true;
      default:
        node = nullptr;
        return true;
    }
  }

 private:
  template <class Grow>
  bool nested(const Grow& grow) {
    const bool is_in_order = ++depth_ <= base::limits::json_depth_max && grow();
    --depth_;
    return is_in_order;
  }

  bool grow_object(const simdjson::dom::element& value, Dom& node) {
    const simdjson::dom::object object = value.get_object().value_unsafe();
    node = Dom::object();
    auto& members = *node.get_ptr<Dom::object_t*>();
    if (object.size() > base::limits::json_members_max) return false;
    members.reserve(object.size());
    for (const auto [name, member] : object) {
      members.Dom::object_t::Container::emplace_back(std::string(name), nullptr);
      if (!grow(member, members.back().second)) return false;
    }
    return !has_name_twice(members);
  }

  bool grow_list(const simdjson::dom::element& value, Dom& node) {
    const simdjson::dom::array list = value.get_array().value_unsafe();
    node = Dom::array();
    auto& entries = *node.get_ptr<Dom::array_t*>();
    entries.reserve(list.size());
    for (const simdjson::dom::element& entry : list)
      if (!grow(entry, entries.emplace_back())) return false;
    return true;
  }

  /// As the exact parser has them, but for -0: no view can tell that from 0.
  static bool grow_integer(std::int64_t value, Dom& node) {
    if (value < 0)
      node = value;
    else
      node = static_cast<std::uint64_t>(value);
    return true;
  }

  static bool has_name_twice(const Dom::object_t& members) {
    constexpr std::size_t compared_max = 16;
    if (members.size() > compared_max) {
      std::unordered_set<std::string_view> names;
      return !std::all_of(members.begin(), members.end(), [&](const auto& member) {
        return names.insert(member.first).second;
      });
    }
    for (auto one = members.begin(); one != members.end(); ++one)
      if (std::any_of(
              members.begin(), one, [&](const auto& other) { return other.first == one->first; }))
        return true;
    return false;
  }

  std::size_t values_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

bool parse_quickly(std::string_view text, Dom& root) {
  const bool fits = !text.empty() && text.size() <= quick_bytes_max;
  if (!fits || may_have_surrogates(text)) return false;
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  return parser.parse(text.data(), text.size()).get(value) == simdjson::SUCCESS &&
         Grower().grow(value, root);
}

}  // namespace json
