#include <cmath>

#include "json/rule.hpp"

namespace json {
namespace {

std::optional<Document> spelled_as_text(const Rule& rule, View value) {
  if (rule.kind != Kind::list && rule.kind != Kind::object) return std::nullopt;
  if (!value.is(Kind::text)) return std::nullopt;
  auto parsed = parse(value.text());
  if (!parsed || !parsed->root().is(rule.kind)) return std::nullopt;
  return std::move(parsed).value();
}

/// JSON Schema counts 5.0 among the integers.
std::optional<std::int64_t> whole_number(const Rule& rule, View value) {
  constexpr double exact_max = 9007199254740992.0;  // 2^53: beyond, a double skips integers
  if (rule.kind != Kind::integer || !value.is(Kind::number)) return std::nullopt;
  const double number = value.number();
  if (std::trunc(number) != number || std::abs(number) > exact_max) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

bool is_nothing(const MemberRule& member, const Rule& object_rule, View object, View value) {
  const auto document = spelled_as_text(member.rule, value);
  return is_blank(document ? document->root() : value) && !is_required(member, object_rule, object);
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
  if (spelled_as_text(rule, value) || whole_number(rule, value)) return false;
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
  } else if (const auto whole = whole_number(rule, value)) {
    out.integer(*whole);
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

}  // namespace

std::optional<std::string> normalised(const Rule& rule, View value) {
  if (is_normal(rule, value)) return std::nullopt;
  Writer out;
  write_normal(out, rule, value);
  return out.take();
}

}  // namespace json
