#pragma once
// Rules: what a JSON value must be, as data. One tree of rules gives the JSON Schema that a model
// reads, the check with all violations at once, and the corrected value that an error suggests.
// Rules usually come from typed fields (json/fields.hpp); they are made once at start and never
// change.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "json/document.hpp"
#include "json/writer.hpp"

namespace json {

struct Rule;

/// Holds when the sibling member `field`, an enum, has one of `values`.
struct Condition {
  std::string field;
  std::vector<std::string> values;
};

/// While the condition holds, a text field must be one of `choices`.
struct ConditionalChoices {
  Condition when;
  std::vector<std::string> choices;
};

struct MemberRule;

/// What text must look like beyond its length, for instance a date.
struct Form {
  std::string words;    ///< for errors: "an ISO 8601 time such as 2026-11-22T20:27:04Z"
  std::string keyword;  ///< for the schema: "format" or "pattern"; may be empty
  std::string keyword_value;
  std::function<bool(std::string_view)> accepts;
};

struct Rule {
  Kind kind = Kind::object;  ///< boolean, integer, number, text, list or object

  std::size_t characters_min = 1;  ///< text, in code points as JSON Schema counts
  std::size_t characters_max = 1000;
  std::vector<std::string> choices = {};  ///< text: an enum if not empty
  std::optional<Form> form = {};

  std::int64_t minimum = std::numeric_limits<std::int64_t>::min();  ///< integer
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();

  std::vector<Rule> item = {};  ///< list: exactly one rule, for every entry
  std::size_t items_min = 0;
  std::size_t items_max = 100;

  std::vector<MemberRule> members;   ///< object
  bool open = false;                 ///< object: further members are allowed
  bool described_elsewhere = false;  ///< object: the schema leaves the members out
};

struct MemberRule {
  std::string name;
  std::string description;
  Rule rule;
  bool required = false;
  std::string fallback = {};  ///< JSON text of the value used when absent; may be empty
  std::string example = {};   ///< JSON text; what a suggestion fills in
  std::vector<Condition> only_when =
      {};  ///< elsewhere the member must be absent (any one suffices)
  std::vector<Condition> required_when = {};  ///< required as soon as one holds
  std::vector<ConditionalChoices> choices_when = {};
};

Rule boolean_rule();
Rule number_rule();
Rule integer_rule(std::int64_t minimum = std::numeric_limits<std::int64_t>::min(),
                  std::int64_t maximum = std::numeric_limits<std::int64_t>::max());

/// Without limits unless they are given.
Rule text_rule(std::size_t characters_min = 0,
               std::size_t characters_max = std::numeric_limits<std::size_t>::max());
Rule choice_rule(std::vector<std::string> choices);
inline constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
Rule list_rule(Rule item, std::size_t items_max = 100);
Rule object_rule(std::vector<MemberRule> members);

/// An object that may have further members.
Rule open_object_rule(std::vector<MemberRule> members);

MemberRule required_member(std::string name, Rule rule, std::string description = {});
MemberRule optional_member(std::string name, Rule rule, std::string description = {});

/// One thing wrong with a value.
struct Violation {
  std::string pointer;  ///< RFC 6901
  std::string what;     ///< the rule, the offending value and what is allowed, in one line
};

/// All violations, in the order of the rules, at most 20. Empty: the value may be read.
std::vector<Violation> check(const Rule& rule, View value);

/// Models often send a list or an object as a string that holds JSON, and null or "" for "nothing".
/// The value with such spellings put right, or nothing if it has none.
std::optional<std::string> normalised(const Rule& rule, View value);

/// A value that passes the check and keeps of the given one what can be kept.
std::string repaired(const Rule& rule, View value);

/// JSON Schema 2020-12.
std::string schema(const Rule& rule);

// For the files of this room.

/// True if the sibling of `member` that the condition names, or its fallback, has one of the
/// values.
bool holds(const Condition& condition, const Rule& object_rule, View object);
bool holds_any(const std::vector<Condition>& conditions, const Rule& object_rule, View object);
bool is_allowed(const MemberRule& member, const Rule& object_rule, View object);
bool is_required(const MemberRule& member, const Rule& object_rule, View object);

/// The enum that is in force for the member in this object; empty if it is none.
const std::vector<std::string>& choices_of(const MemberRule& member,
                                           const Rule& object_rule,
                                           View object);

/// The name as a step of a JSON pointer: "/name", escaped.
std::string pointer_token(std::string_view name);

const MemberRule* find_member(const Rule& object_rule, std::string_view name);
std::vector<std::string> member_names(const Rule& object_rule);

/// "text of 1 to 120 characters", "one of: low, high", ...
std::string expectation(const Rule& rule, const std::vector<std::string>& choices);

/// True for what stands for "nothing" where nothing is allowed: null, "" and [].
bool is_blank(View value);

}  // namespace json
