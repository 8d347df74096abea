#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "json/rule.hpp"

namespace json {
namespace {

std::string cut_to_characters(std::string_view text, std::size_t characters_max) {
  std::size_t bytes = 0;
  for (std::size_t count = 0; count < characters_max && bytes < text.size(); ++count) {
    bytes += base::first_code_point(text.substr(bytes)).bytes;
  }
  return std::string(text.substr(0, bytes));
}

std::string text_of(View value) {
  return base::without_hidden_characters(value.is(Kind::text) ? std::string(value.text())
                                                              : value.dump());
}

bool passes(const Rule& rule, const std::vector<std::string>& choices, const std::string& json) {
  const auto document = parse(json);
  if (!document) return false;
  if (choices.empty()) return check(rule, document->root()).empty();
  return check(choice_rule(choices), document->root()).empty();
}

/// A choice that only the declaration can make when nothing near was given: the first may be the
/// most harmful.
std::string repaired_choice(const std::vector<std::string>& choices,
                            const std::string& example,
                            View value) {
  const std::string given = value.is(Kind::text) ? std::string(value.text()) : std::string();
  const bool known = std::find(choices.begin(), choices.end(), given) != choices.end();
  if (known) return json::quoted(given);
  if (const auto meant = base::nearest(given, choices)) return json::quoted(*meant);
  return passes({}, choices, example) ? example : json::quoted(choices.front());
}

std::string repaired_text(const Rule& rule, View value) {
  const bool nothing = value.is(Kind::absent) || value.is(Kind::null);
  const std::string kept =
      nothing ? std::string() : cut_to_characters(text_of(value), rule.characters_max);
  const bool is_kept = !kept.empty() && passes(rule, {}, json::quoted(kept));
  if (is_kept || rule.form) return json::quoted(kept);
  constexpr std::size_t dots = 3;
  return json::quoted(
      std::string(std::max(rule.characters_min, std::min(dots, rule.characters_max)), '.'));
}

std::string repaired_integer(const Rule& rule, View value) {
  std::int64_t number = 0;
  if (value.is(Kind::integer)) number = value.integer();
  if (value.is(Kind::text)) {
    const auto parsed = parse(value.text());
    if (parsed && parsed->root().is(Kind::integer)) number = parsed->root().integer();
  }
  return std::to_string(std::clamp(number, rule.minimum, rule.maximum));
}

std::string repaired_boolean(View value) {
  const bool given = value.is(Kind::boolean) && value.boolean();
  return given || (value.is(Kind::text) && value.text() == "true") ? "true" : "false";
}

std::string repaired_number(View value) {
  return value.is(Kind::number) || value.is(Kind::integer) ? value.dump() : "0";
}

std::optional<std::string> repaired_value(const Rule& rule,
                                          const std::vector<std::string>& choices,
                                          const std::string& example,
                                          View value);

/// Entries of which nothing can be kept are left out.
std::string repaired_list(const Rule& rule, View value) {
  const Rule& item = rule.item.front();
  const bool is_list = value.is(Kind::list);
  const bool is_one = !is_list && !value.is(Kind::absent) && !is_blank(value);
  const std::size_t given = is_list ? value.size() : std::size_t{is_one};
  Writer out;
  out.begin_list();
  for (std::size_t at = 0; at < std::min(given, rule.items_max); ++at) {
    const auto entry = repaired_value(item, item.choices, {}, is_list ? value.item(at) : value);
    if (entry) out.raw(*entry);
  }
  return out.end_list().take();
}

/// The object with the members that the rule knows, also where a name was misspelt.
std::string with_names_repaired(const Rule& rule, View object) {
  std::map<std::string, View, std::less<>> given;
  for (const MemberRule& member : rule.members) {
    if (const View value = object.find(member.name); !value.is(Kind::absent))
      given.emplace(member.name, value);
  }
  const std::vector<std::string> known = member_names(rule);
  const std::size_t names = object.is(Kind::object) && !rule.open ? object.size() : 0;
  for (std::size_t at = 0; at < names; ++at) {
    if (find_member(rule, object.member_name(at)) != nullptr) continue;
    if (auto meant = base::nearest(object.member_name(at), known))
      given.emplace(*std::move(meant), object.member_value(at));
  }
  Writer out;
  out.begin_object();
  for (const auto& [name, value] : given)
    out.key(name).raw(value.dump());
  return out.end_object().take();
}

/// True if the object has, or must get, a value for the member.
bool is_wanted(const MemberRule& member, const Rule& rule, View object) {
  if (is_required(member, rule, object)) return true;
  const View value = object.find(member.name);
  return !value.is(Kind::absent) && !is_blank(value) && is_allowed(member, rule, object);
}

/// The object with its enums put right; all else as it was given.
std::string with_enums_repaired(const Rule& rule, View object) {
  Writer out;
  out.begin_object();
  for (const MemberRule& member : rule.members) {
    const View value = object.find(member.name);
    const auto& choices = choices_of(member, rule, object);
    if (!choices.empty() && is_wanted(member, rule, object)) {
      out.key(member.name).raw(repaired_choice(choices, member.example, value));
    } else if (!value.is(Kind::absent)) {
      out.key(member.name).raw(value.dump());
    }
  }
  return out.end_object().take();
}

/// Enums decide which members are required and what the choices of other enums are, so they are put
/// right first, as often as there may be enums that hang on one another.
std::string with_enums_settled(const Rule& rule, View object) {
  std::string before;
  std::string settled = with_names_repaired(rule, object);
  for (std::size_t pass = 0; pass <= rule.members.size() && settled != before; ++pass) {
    const auto document = parse(settled);
    if (!document) break;
    before = std::exchange(settled, with_enums_repaired(rule, document->root()));
  }
  return settled;
}

void write_further_members(Writer& out, const Rule& rule, View given) {
  for (std::size_t at = 0; given.is(Kind::object) && at < given.size(); ++at) {
    if (find_member(rule, given.member_name(at)) == nullptr)
      out.key(given.member_name(at)).raw(given.member_value(at).dump());
  }
}

std::string repaired_object(const Rule& rule, View given) {
  const auto settled = parse(with_enums_settled(rule, given));
  const View object = settled ? settled->root() : View();
  Writer out;
  out.begin_object();
  for (const MemberRule& member : rule.members) {
    if (!is_wanted(member, rule, object)) continue;
    const auto& choices = choices_of(member, rule, object);
    const auto value =
        repaired_value(member.rule, choices, member.example, object.find(member.name));
    if (value) {
      out.key(member.name).raw(*value);
    } else if (is_required(member, rule, object)) {
      out.key(member.name).null();  // a form or a length without an example: nothing can be said
    }
  }
  if (rule.open) write_further_members(out, rule, given);
  return out.end_object().take();
}

std::string nearest_value(const Rule& rule,
                          const std::vector<std::string>& choices,
                          const std::string& example,
                          View value) {
  if (!choices.empty()) return repaired_choice(choices, example, value);
  switch (rule.kind) {
    case Kind::text:
      return repaired_text(rule, value);
    case Kind::integer:
      return repaired_integer(rule, value);
    case Kind::list:
      return repaired_list(rule, value);
    case Kind::object:
      return repaired_object(rule, value);
    case Kind::boolean:
      return repaired_boolean(value);
    default:
      return repaired_number(value);
  }
}

/// The nearest value that is allowed; the example if nothing can be kept. Nothing if that does not
/// help either.
std::optional<std::string> repaired_value(const Rule& rule,
                                          const std::vector<std::string>& choices,
                                          const std::string& example,
                                          View value) {
  const bool nothing = value.is(Kind::absent) || is_blank(value);
  if (nothing && !example.empty() && passes(rule, choices, example)) return example;
  std::string nearest = nearest_value(rule, choices, example, value);
  if (passes(rule, choices, nearest)) return nearest;
  if (passes(rule, choices, example)) return example;
  return std::nullopt;
}

}  // namespace

std::string repaired(const Rule& rule, View value) {
  const auto allowed = repaired_value(rule, rule.choices, {}, value);
  return allowed ? *allowed : nearest_value(rule, rule.choices, {}, value);
}

}  // namespace json
