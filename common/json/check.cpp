#include <algorithm>
#include <optional>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/rule.hpp"

namespace json {
namespace {

constexpr std::size_t violations_max = 20;
constexpr std::size_t excerpt_bytes_max = 60;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string excerpt(View value) {
  return base::shortened(value.dump(), excerpt_bytes_max);
}

bool is_of_kind(const Rule& rule, View value) {
  return value.is(rule.kind) || (rule.kind == Kind::number && value.is(Kind::integer));
}

/// Where a value stands; spelled out only when something is wrong there.
struct Place {
  const Place* above = nullptr;
  std::string_view member = {};           ///< of the object above
  std::optional<std::size_t> entry = {};  ///< of the list above
};

std::string pointer_to(const Place* place) {
  if (place == nullptr) return {};
  const std::string token =
      place->entry ? base::format("/{}", *place->entry) : pointer_token(place->member);
  return pointer_to(place->above) + token;
}

class Check {
 public:
  void value(const Rule& rule, const std::vector<std::string>& choices, View value) {
    if (!is_of_kind(rule, value)) {
      violate(base::format("{} is {}; expected {}",
                           excerpt(value),
                           spelled(value.kind()),
                           expectation(rule, choices)));
      return;
    }
    switch (rule.kind) {
      case Kind::text:
        return text(rule, choices, value.text());
      case Kind::integer:
        return integer(rule, value.integer());
      case Kind::list:
        return list(rule, value);
      case Kind::object:
        return object(rule, value);
      default:
        return;
    }
  }

  std::vector<Violation> violations;

 private:
  void violate(std::string what) {
    if (violations.size() < violations_max)
      violations.push_back({pointer_to(place_), std::move(what)});
  }

  void text(const Rule& rule, const std::vector<std::string>& choices, std::string_view text) {
    if (!choices.empty()) {
      if (std::find(choices.begin(), choices.end(), text) != choices.end()) return;
      const auto meant = base::nearest(text, choices);
      return violate(base::format("{} is not allowed; {}{}",
                                  quoted(base::shortened(text, excerpt_bytes_max)),
                                  expectation(rule, choices),
                                  meant ? "; did you mean " + *meant + "?" : ""));
    }
    const std::string shown = base::without_hidden_characters(text);
    const bool says_nothing = base::trimmed(shown).empty();
    if (rule.form && !rule.form->accepts(shown)) {
      return violate(base::format(
          "{} is not {}", quoted(base::shortened(shown, excerpt_bytes_max)), rule.form->words));
    }
    const std::size_t length = says_nothing ? 0 : characters(shown);
    if (length < rule.characters_min || length > rule.characters_max) {
      violate(base::format("{} has {} characters{}; at least {}, at most {} are allowed",
                           quoted(base::shortened(shown, excerpt_bytes_max)),
                           length,
                           says_nothing && !text.empty() ? " that show" : "",
                           rule.characters_min,
                           rule.characters_max));
    }
  }

  void integer(const Rule& rule, std::int64_t value) {
    if (value >= rule.minimum && value <= rule.maximum) return;
    violate(
        base::format("{} is out of range; {} to {} is allowed", value, rule.minimum, rule.maximum));
  }

  void list(const Rule& rule, View list) {
    if (list.size() < rule.items_min || list.size() > rule.items_max) {
      return violate(base::format("{} entries; at least {}, at most {} are allowed",
                                  list.size(),
                                  rule.items_min,
                                  rule.items_max));
    }
    for (std::size_t at = 0; at < list.size() && violations.size() < violations_max; ++at) {
      below({.entry = at},
            [&] { value(rule.item.front(), rule.item.front().choices, list.item(at)); });
    }
  }

  void object(const Rule& rule, View object) {
    for (const MemberRule& member : rule.members) {
      below({.member = member.name}, [&] { this->member(member, rule, object); });
    }
    if (rule.open) return;
    for (std::size_t at = 0; at < object.size() && violations.size() < violations_max; ++at) {
      const std::string_view name = object.member_name(at);
      if (find_member(rule, name) != nullptr) continue;
      const auto meant = base::nearest(name, member_names(rule));
      below({.member = name}, [&] {
        violate(
            meant ? base::format("unknown field; did you mean {}?", *meant)
                  : base::format("unknown field; known: {}", base::join(member_names(rule), ", ")));
      });
    }
  }

  void member(const MemberRule& member, const Rule& object_rule, View object) {
    const View given = object.find(member.name);
    if (given.is(Kind::absent) && !is_required(member, object_rule, object)) return;
    const auto& choices = choices_of(member, object_rule, object);
    if (given.is(Kind::absent))
      return violate(base::format("missing; required: {}", expectation(member.rule, choices)));
    if (!is_allowed(member, object_rule, object)) {
      const Condition& only = member.only_when.front();
      return violate(base::format(
          "only goes with {} {}; leave it out", only.field, base::join(only.values, " or ")));
    }
    value(member.rule, choices, given);
  }

  template <class Body>
  void below(Place place, Body body) {
    place.above = std::exchange(place_, &place);
    body();
    place_ = place.above;
  }

  const Place* place_ = nullptr;
};

}  // namespace

std::string pointer_token(std::string_view name) {
  std::string token = "/";
  for (const char c : base::prefix(name, excerpt_bytes_max)) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

std::vector<Violation> check(const Rule& rule, View value) {
  Check check;
  check.value(rule, rule.choices, value);
  return std::move(check.violations);
}

}  // namespace json
