#include <algorithm>

#include "base/text.hpp"
#include "json/rule.hpp"

namespace json {
namespace {

// Normalising: other spellings of the same meaning.

std::optional<Document> spelled_as_text(const Rule& rule, View value) {
  if (rule.kind != Kind::list && rule.kind != Kind::object) return std::nullopt;
  if (!value.is(Kind::text)) return std::nullopt;
  auto parsed = parse(value.text());
  if (!parsed || !parsed->root().is(rule.kind)) return std::nullopt;
  return std::move(parsed).value();
}

bool is_nothing(const MemberRule& member, const Rule& object_rule, View object, View value) {
  return is_blank(value) && !is_required(member, object_rule, object);
}

bool is_normal(const Rule& rule, View value);

bool is_normal_object(const Rule& rule, View object) {
  for (const MemberRule& member : rule.members) {
    const View value = object.find(member.name);
    if (value.is(Kind::absent)) continue;
    if (is_nothing(member, rule, object, value) || !is_normal(member.rule, value)) return false;
  }
  return true;
}

bool is_normal(const Rule& rule, View value) {
  if (spelled_as_text(rule, value)) return false;
  if (rule.kind == Kind::object && value.is(Kind::object)) return is_normal_object(rule, value);
  if (rule.kind != Kind::list || !value.is(Kind::list)) return true;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (!is_normal(rule.item.front(), value.item(at))) return false;
  }
  return true;
}

void write_normal(Writer& out, const Rule& rule, View value) {
  if (const auto document = spelled_as_text(rule, value)) {
    write_normal(out, rule, document->root());
  } else if (rule.kind == Kind::list && value.is(Kind::list)) {
    out.begin_list();
    for (std::size_t at = 0; at < value.size(); ++at)
      write_normal(out, rule.item.front(), value.item(at));
    out.end_list();
  } else if (rule.kind == Kind::object && value.is(Kind::object)) {
    out.begin_object();
    for (std::size_t at = 0; at < value.size(); ++at) {
      const MemberRule* member = find_member(rule, value.member_name(at));
      const View given = value.member_value(at);
      if (member != nullptr && is_nothing(*member, rule, value, given)) continue;
      out.key(value.member_name(at));
      if (member != nullptr) {
        write_normal(out, member->rule, given);
      } else {
        out.raw(given.dump());
      }
    }
    out.end_object();
  } else {
    out.raw(value.dump());
  }
}

// Repairing: the nearest value that is allowed.

std::string cut_to_characters(std::string_view text, std::size_t characters_max) {
  std::size_t bytes = 0;
  for (std::size_t count = 0; count < characters_max && bytes < text.size(); ++count) {
    bytes += base::first_code_point(text.substr(bytes)).bytes;
  }
  return std::string(text.substr(0, bytes));
}

std::string text_of(View value) {
  return value.is(Kind::text) ? std::string(value.text()) : value.dump();
}

/// What can be kept of `value` as text for `rule`; empty if nothing can.
std::string kept_text(const Rule& rule, View value) {
  if (value.is(Kind::absent) || value.is(Kind::null)) return {};
  std::string text = cut_to_characters(text_of(value), rule.characters_max);
  if (rule.form && !rule.form->accepts(text)) return {};
  return check(rule, parse(quoted(text))->root()).empty() ? text : std::string();
}

std::int64_t kept_integer(const Rule& rule, View value) {
  std::int64_t number = 0;
  if (value.is(Kind::integer)) number = value.integer();
  if (value.is(Kind::text)) {
    const auto parsed = parse(value.text());
    if (parsed && parsed->root().is(Kind::integer)) number = parsed->root().integer();
  }
  return std::clamp(number, rule.minimum, rule.maximum);
}

void write_repaired(Writer& out,
                    const Rule& rule,
                    const std::vector<std::string>& choices,
                    const std::string& example,
                    View value);

void write_repaired_list(Writer& out, const Rule& rule, const std::string& example, View value) {
  const Rule& item = rule.item.front();
  if (value.is(Kind::absent) || is_blank(value)) {
    out.raw(example.empty() ? "[]" : example);
    return;
  }
  out.begin_list();
  if (value.is(Kind::list)) {
    const std::size_t count = std::min(value.size(), rule.items_max);
    for (std::size_t at = 0; at < count; ++at)
      write_repaired(out, item, item.choices, {}, value.item(at));
  } else {
    write_repaired(out, item, item.choices, {}, value);
  }
  out.end_list();
}

/// The given value of a member, also where its name was misspelt.
View given_value(const MemberRule& member, const Rule& rule, View object) {
  const View exact = object.find(member.name);
  if (!exact.is(Kind::absent)) return exact;
  for (std::size_t at = 0; at < object.size(); ++at) {
    const std::string_view name = object.member_name(at);
    if (find_member(rule, name) == nullptr &&
        base::nearest(name, member_names(rule)) == member.name) {
      return object.member_value(at);
    }
  }
  return {};
}

void write_repaired_object(Writer& out, const Rule& rule, View object) {
  out.begin_object();
  for (const MemberRule& member : rule.members) {
    const View value = given_value(member, rule, object);
    const bool required = is_required(member, rule, object);
    if (!required &&
        (value.is(Kind::absent) || is_blank(value) || !is_allowed(member, rule, object)))
      continue;
    out.key(member.name);
    write_repaired(out, member.rule, choices_of(member, rule, object), member.example, value);
  }
  out.end_object();
}

void write_repaired_text(Writer& out,
                         const Rule& rule,
                         const std::vector<std::string>& choices,
                         const std::string& example,
                         View value) {
  if (!choices.empty()) {
    const std::string given = value.is(Kind::text) ? std::string(value.text()) : std::string();
    const bool known = std::find(choices.begin(), choices.end(), given) != choices.end();
    out.text(known ? given : base::nearest(given, choices).value_or(choices.front()));
    return;
  }
  const std::string kept = kept_text(rule, value);
  if (!kept.empty()) {
    out.text(kept);
  } else {
    out.raw(example.empty() ? "\"...\"" : example);
  }
}

void write_repaired(Writer& out,
                    const Rule& rule,
                    const std::vector<std::string>& choices,
                    const std::string& example,
                    View value) {
  switch (rule.kind) {
    case Kind::text:
      return write_repaired_text(out, rule, choices, example, value);
    case Kind::integer:
      out.integer(kept_integer(rule, value));
      return;
    case Kind::list:
      return write_repaired_list(out, rule, example, value);
    case Kind::object:
      return write_repaired_object(out, rule, value);
    case Kind::boolean:
      out.boolean(value.is(Kind::boolean) ? value.boolean()
                                          : value.is(Kind::text) && value.text() == "true");
      return;
    default:
      out.number(value.is(Kind::number) || value.is(Kind::integer) ? value.number() : 0);
  }
}

}  // namespace

std::optional<std::string> normalised(const Rule& rule, View value) {
  if (is_normal(rule, value)) return std::nullopt;
  Writer out;
  write_normal(out, rule, value);
  return out.take();
}

std::string repaired(const Rule& rule, View value) {
  // An enum decides which members are required, so a second pass sees the enums that the first put
  // right.
  Writer first;
  write_repaired(first, rule, rule.choices, {}, value);
  const auto once = parse(first.str());
  if (!once || rule.kind != Kind::object) return first.take();
  Writer second;
  write_repaired(second, rule, rule.choices, {}, once->root());
  return second.take();
}

}  // namespace json
