#include "json/rule.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"

namespace json {
namespace {

Rule of_kind(Kind kind) {
  Rule rule;
  rule.kind = kind;
  return rule;
}

}  // namespace

Rule boolean_rule() {
  return of_kind(Kind::boolean);
}

Rule number_rule() {
  return of_kind(Kind::number);
}

Rule integer_rule(std::int64_t minimum, std::int64_t maximum) {
  Rule rule = of_kind(Kind::integer);
  rule.minimum = minimum;
  rule.maximum = maximum;
  return rule;
}

Rule text_rule(std::size_t characters_min, std::size_t characters_max) {
  Rule rule = of_kind(Kind::text);
  rule.characters_min = characters_min;
  rule.characters_max = characters_max;
  return rule;
}

Rule choice_rule(std::vector<std::string> choices) {
  Rule rule = of_kind(Kind::text);
  rule.choices = std::move(choices);
  return rule;
}

Rule list_rule(Rule item, std::size_t items_max) {
  Rule rule = of_kind(Kind::list);
  rule.items_max = items_max;
  rule.item = {std::move(item)};
  return rule;
}

Rule object_rule(std::vector<MemberRule> members) {
  Rule rule = of_kind(Kind::object);
  rule.members = std::move(members);
  return rule;
}

Rule open_object_rule(std::vector<MemberRule> members) {
  Rule rule = object_rule(std::move(members));
  rule.open = true;
  return rule;
}

MemberRule required_member(std::string name, Rule rule, std::string description) {
  MemberRule member = optional_member(std::move(name), std::move(rule), std::move(description));
  member.required = true;
  return member;
}

MemberRule optional_member(std::string name, Rule rule, std::string description) {
  return {.name = std::move(name), .description = std::move(description), .rule = std::move(rule)};
}

bool holds(const Condition& condition, const Rule& object_rule, View object) {
  const View sibling = object.find(condition.field);
  std::string value;
  if (sibling.is(Kind::text)) {
    value = sibling.text();
  } else if (const MemberRule* member = find_member(object_rule, condition.field)) {
    if (member->fallback.size() > 2)
      value = member->fallback.substr(1, member->fallback.size() - 2);
  }
  return std::find(condition.values.begin(), condition.values.end(), value) !=
         condition.values.end();
}

bool holds_any(const std::vector<Condition>& conditions, const Rule& object_rule, View object) {
  return std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return holds(condition, object_rule, object);
  });
}

bool is_allowed(const MemberRule& member, const Rule& object_rule, View object) {
  return member.only_when.empty() || holds_any(member.only_when, object_rule, object);
}

bool is_required(const MemberRule& member, const Rule& object_rule, View object) {
  if (member.required) return true;
  return is_allowed(member, object_rule, object) &&
         holds_any(member.required_when, object_rule, object);
}

const std::vector<std::string>& choices_of(const MemberRule& member,
                                           const Rule& object_rule,
                                           View object) {
  for (const ConditionalChoices& conditional : member.choices_when) {
    if (holds(conditional.when, object_rule, object)) return conditional.choices;
  }
  return member.rule.choices;
}

const MemberRule* find_member(const Rule& object_rule, std::string_view name) {
  for (const MemberRule& member : object_rule.members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::vector<std::string> member_names(const Rule& object_rule) {
  std::vector<std::string> names;
  for (const MemberRule& member : object_rule.members)
    names.push_back(member.name);
  return names;
}

std::string expectation(const Rule& rule, const std::vector<std::string>& choices) {
  if (!choices.empty()) return "one of: " + base::join(choices, ", ");
  switch (rule.kind) {
    case Kind::text:
      if (rule.form) return rule.form->words;
      return base::format("text of {} to {} characters", rule.characters_min, rule.characters_max);
    case Kind::integer:
      return base::format("an integer from {} to {}", rule.minimum, rule.maximum);
    case Kind::list:
      return base::format("a list of {} to {} entries", rule.items_min, rule.items_max);
    default:
      return std::string(spelled(rule.kind));
  }
}

bool is_blank(View value) {
  switch (value.kind()) {
    case Kind::null:
      return true;
    case Kind::text:
      return base::trimmed(base::without_hidden_characters(value.text())).empty();
    case Kind::list:
      return value.size() == 0;
    default:
      return false;
  }
}

}  // namespace json
