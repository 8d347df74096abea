#include "base/format.hpp"
#include "base/text.hpp"
#include "json/rule.hpp"

namespace json {
namespace {

std::string conditions_in_words(const std::vector<Condition>& conditions) {
  std::vector<std::string> words;
  words.reserve(conditions.size());
  for (const Condition& condition : conditions)
    words.push_back(base::join(condition.values, " or "));
  return base::join(words, ", ");
}

/// The dependence of a member on an enum is told in words: models' APIs refuse anyOf and if/then at
/// the root of an input schema.
std::string described(const MemberRule& member) {
  std::string lead;
  const bool always =
      !member.only_when.empty() && !member.required_when.empty() &&
      conditions_in_words(member.only_when) == conditions_in_words(member.required_when);
  if (always) {
    lead = base::format("For {}, required: ", conditions_in_words(member.only_when));
  } else if (!member.only_when.empty()) {
    lead = base::format("For {}: ", conditions_in_words(member.only_when));
  }
  std::string trail;
  if (!member.required_when.empty() && !always) {
    trail = base::format(" Required if {} is {}.",
                         member.required_when.front().field,
                         conditions_in_words(member.required_when));
  }
  for (const ConditionalChoices& conditional : member.choices_when) {
    trail += base::format(" {}: {}.",
                          base::join(conditional.when.values, ", "),
                          base::join(conditional.choices, ", "));
  }
  return lead + member.description + trail;
}

void write_rule(Writer& out, const Rule& rule);

void write_text(Writer& out, const Rule& rule) {
  out.member("type", "string");
  if (!rule.choices.empty()) {
    out.key("enum").begin_list();
    for (const std::string& choice : rule.choices)
      out.text(choice);
    out.end_list();
    return;
  }
  if (rule.characters_min > 0)
    out.member("minLength", static_cast<std::int64_t>(rule.characters_min));
  if (rule.characters_max != std::numeric_limits<std::size_t>::max()) {
    out.member("maxLength", static_cast<std::int64_t>(rule.characters_max));
  }
  if (rule.form && !rule.form->keyword.empty())
    out.member(rule.form->keyword, rule.form->keyword_value);
}

void write_integer(Writer& out, const Rule& rule) {
  out.member("type", "integer");
  if (rule.minimum != std::numeric_limits<std::int64_t>::min()) out.member("minimum", rule.minimum);
  if (rule.maximum != std::numeric_limits<std::int64_t>::max()) out.member("maximum", rule.maximum);
}

void write_list(Writer& out, const Rule& rule) {
  out.member("type", "array").key("items").begin_object();
  write_rule(out, rule.item.front());
  out.end_object();
  if (rule.items_min > 0) out.member("minItems", static_cast<std::int64_t>(rule.items_min));
  if (rule.items_max != any_number)
    out.member("maxItems", static_cast<std::int64_t>(rule.items_max));
}

void write_object(Writer& out, const Rule& rule) {
  out.member("type", "object");
  if (rule.described_elsewhere) return;
  if (!rule.members.empty()) {
    out.key("properties").begin_object();
    for (const MemberRule& member : rule.members) {
      out.key(member.name).begin_object();
      write_rule(out, member.rule);
      const std::string description = described(member);
      if (!description.empty()) out.member("description", description);
      if (!member.fallback.empty()) out.key("default").raw(member.fallback);
      out.end_object();
    }
    out.end_object();
  }
  bool any_required = false;
  for (const MemberRule& member : rule.members) {
    if (!member.required) continue;
    if (!any_required) out.key("required").begin_list();
    any_required = true;
    out.text(member.name);
  }
  if (any_required) out.end_list();
  if (!rule.open) out.member("additionalProperties", false);
}

void write_rule(Writer& out, const Rule& rule) {
  switch (rule.kind) {
    case Kind::text:
      return write_text(out, rule);
    case Kind::integer:
      return write_integer(out, rule);
    case Kind::list:
      return write_list(out, rule);
    case Kind::object:
      return write_object(out, rule);
    case Kind::boolean:
      out.member("type", "boolean");
      return;
    default:
      out.member("type", "number");
  }
}

}  // namespace

std::string schema(const Rule& rule) {
  Writer out;
  out.begin_object();
  write_rule(out, rule);
  return out.end_object().take();
}

}  // namespace json
