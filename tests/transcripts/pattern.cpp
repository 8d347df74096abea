#include "transcripts/pattern.hpp"

#include "base/format.hpp"
#include "base/text.hpp"

namespace transcripts {
namespace {

std::string differs(json::View pattern, json::View value, const std::string& where) {
  return base::format(
      "{}: expected {}, got {}",
      where.empty() ? "/" : where,
      pattern.dump(),
      value.is(json::Kind::absent) ? "nothing" : base::shortened(value.dump(), 2000));
}

/// `*` stands for any text; everything else for itself.
bool matches(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t at = star; at <= text.size(); ++at) {
    if (matches(rest, text.substr(at))) return true;
  }
  return false;
}

bool is_more(json::View value) {
  return value.is(json::Kind::text) && value.text() == "...";
}

std::string object_difference(json::View pattern, json::View value, const std::string& where) {
  if (!value.is(json::Kind::object)) return differs(pattern, value, where);
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const std::string name(pattern.member_name(at));
    if (name == "...") continue;
    auto found = difference(pattern.member_value(at), value.find(name), where + "/" + name);
    if (!found.empty()) return found;
  }
  if (!pattern.find("...").is(json::Kind::absent)) return {};
  for (std::size_t at = 0; at < value.size(); ++at) {
    const std::string name(value.member_name(at));
    if (pattern.find(name).is(json::Kind::absent)) return where + "/" + name + ": not expected";
  }
  return {};
}

std::string list_difference(json::View pattern, json::View value, const std::string& where) {
  if (!value.is(json::Kind::list)) return differs(pattern, value, where);
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (is_more(pattern.item(at))) return {};
    if (at >= value.size()) return differs(pattern, value, where);
    auto found = difference(pattern.item(at), value.item(at), where + "/" + std::to_string(at));
    if (!found.empty()) return found;
  }
  return value.size() == pattern.size() ? std::string() : differs(pattern, value, where);
}

}  // namespace

std::string difference(json::View pattern, json::View value, const std::string& where) {
  if (pattern.is(json::Kind::text) && pattern.text() == "*")
    return value.is(json::Kind::absent) ? differs(pattern, value, where) : std::string();
  if (pattern.is(json::Kind::object)) return object_difference(pattern, value, where);
  if (pattern.is(json::Kind::list)) return list_difference(pattern, value, where);
  if (pattern.is(json::Kind::text) && value.is(json::Kind::text))
    return matches(pattern.text(), value.text()) ? std::string() : differs(pattern, value, where);
  return pattern == value ? std::string() : differs(pattern, value, where);
}

}  // namespace transcripts
