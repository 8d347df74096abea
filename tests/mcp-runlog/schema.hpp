#pragma once
// Whether a value keeps to a JSON Schema, as far as this project's schemas go.

#include <algorithm>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "json/document.hpp"

namespace schema {

inline bool is_of_type(std::string_view type, json::View value) {
  if (type == "object") return value.is(json::Kind::object);
  if (type == "array") return value.is(json::Kind::list);
  if (type == "string") return value.is(json::Kind::text);
  if (type == "boolean") return value.is(json::Kind::boolean);
  if (type == "integer") return value.is(json::Kind::integer);
  return type == "number" && (value.is(json::Kind::integer) || value.is(json::Kind::number));
}

inline bool lists(json::View texts, std::string_view text) {
  for (std::size_t at = 0; at < texts.size(); ++at)
    if (texts.item(at).text() == text) return true;
  return false;
}

void find_violations(json::View rule,
                     json::View value,
                     const std::string& where,
                     std::vector<std::string>& found);

inline void find_in_object(json::View rule,
                           json::View value,
                           const std::string& where,
                           std::vector<std::string>& found) {
  const json::View properties = rule.find("properties");
  const json::View required = rule.find("required");
  for (std::size_t at = 0; at < required.size(); ++at) {
    const std::string_view name = required.item(at).text();
    if (value.find(name).is(json::Kind::absent))
      found.push_back(base::format("{}/{} is missing", where, name));
  }
  const bool is_closed = !rule.find("additionalProperties").is(json::Kind::absent);
  for (std::size_t at = 0; at < value.size(); ++at) {
    const std::string_view name = value.member_name(at);
    const std::string place = base::format("{}/{}", where, name);
    const json::View member = properties.find(name);
    if (!member.is(json::Kind::absent))
      find_violations(member, value.member_value(at), place, found);
    else if (is_closed)
      found.push_back(place + " is not declared");
  }
}

/// Appends a line for each place where the value is not as the schema says.
inline void find_violations(json::View rule,
                            json::View value,
                            const std::string& where,
                            std::vector<std::string>& found) {
  if (!is_of_type(rule.find("type").text(), value)) {
    found.push_back(base::format("{} is no {}", where, rule.find("type").text()));
    return;
  }
  if (value.is(json::Kind::object)) find_in_object(rule, value, where, found);
  const json::View choices = rule.find("enum");
  if (choices.is(json::Kind::list) && !lists(choices, value.text()))
    found.push_back(base::format("{} may not be {}", where, value.text()));
  const json::View minimum = rule.find("minimum");
  if (minimum.is(json::Kind::integer) && value.integer() < minimum.integer())
    found.push_back(where + " is too small");
  if (!value.is(json::Kind::list)) return;
  const json::View items_max = rule.find("maxItems");
  if (items_max.is(json::Kind::integer) &&
      static_cast<std::int64_t>(value.size()) > items_max.integer())
    found.push_back(where + " has too many items");
  for (std::size_t at = 0; at < value.size(); ++at)
    find_violations(rule.find("items"), value.item(at), base::format("{}/{}", where, at), found);
}

inline std::vector<std::string> violations(json::View rule, json::View value) {
  std::vector<std::string> found;
  find_violations(rule, value, "", found);
  return found;
}

}  // namespace schema
