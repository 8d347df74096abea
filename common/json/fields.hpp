#pragma once
// Typed fields: a struct declared once as a list of fields is decoded, checked, written and
// described as a JSON Schema from that one list.
//
//   struct Find { std::string query; int limit = 10; std::optional<Kind> type; };
//
//   const json::Shape<Find> shape{{
//       json::field("query", &Find::query, "What to look for.").characters(1, 500),
//       json::field("limit", &Find::limit, "At most so many.").between(1, 50).defaulted(),
//       json::field("type", &Find::type, "Only this type.")}};
//
// Members may be std::string, int, std::int64_t, double, bool, an enum, a struct with a shape,
// json::Object and std::vector and std::optional of these. An enum offers `names_of(E)`: its names
// in the order of its enumerators, found by argument-dependent look-up; a struct offers
// `shape_of(const S*)`. Text loses its hidden characters (base::without_hidden_characters) as it is
// read, and its length is that of what is left. Optionals, vectors, defaulted fields and fields
// with a condition need not be given.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "json/rule.hpp"

namespace json {

template <class T>
struct Codec;

template <>
struct Codec<std::string> {
  static Rule rule() { return text_rule(1, 1000); }

  static std::string read(View value) { return base::without_hidden_characters(value.text()); }

  static void write(Writer& out, const std::string& value) { out.text(value); }

  static bool is_empty(const std::string& value) { return value.empty(); }
};

template <>
struct Codec<bool> {
  static Rule rule() { return boolean_rule(); }

  static bool read(View value) { return value.boolean(); }

  static void write(Writer& out, bool value) { out.boolean(value); }

  static bool is_empty(bool) { return false; }
};

template <>
struct Codec<double> {
  static Rule rule() { return number_rule(); }

  static double read(View value) { return value.number(); }

  static void write(Writer& out, double value) { out.number(value); }

  static bool is_empty(double) { return false; }
};

template <class T>

requires(std::is_integral_v<T>&& std::is_signed_v<T>) struct Codec<T> {
  static Rule rule() {
    return integer_rule(std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
  }

  static T read(View value) { return static_cast<T>(value.integer()); }

  static void write(Writer& out, T value) { out.integer(value); }

  static bool is_empty(T) { return false; }
};

template <class E>
requires std::is_enum_v<E>

struct Codec<E> {
  static Rule rule() {
    const std::span<const std::string_view> names = names_of(E{});
    return choice_rule({names.begin(), names.end()});
  }

  static E read(View value) {
    const std::span<const std::string_view> names = names_of(E{});
    std::size_t at = 0;
    while (at + 1 < names.size() && names[at] != value.text())
      ++at;
    return static_cast<E>(at);
  }

  static void write(Writer& out, E value) {
    out.text(names_of(E{})[static_cast<std::size_t>(value)]);
  }

  static bool is_empty(E) { return false; }
};

template <class T>
struct Codec<std::optional<T>> {
  static Rule rule() { return Codec<T>::rule(); }

  static std::optional<T> read(View value) { return Codec<T>::read(value); }

  static void write(Writer& out, const std::optional<T>& value) { Codec<T>::write(out, *value); }

  static bool is_empty(const std::optional<T>& value) { return !value; }
};

template <class T>
struct Codec<std::vector<T>> {
  static Rule rule() { return list_rule(Codec<T>::rule()); }

  static std::vector<T> read(View value) {
    std::vector<T> entries;
    for (std::size_t at = 0; at < value.size(); ++at)
      entries.push_back(Codec<T>::read(value.item(at)));
    return entries;
  }

  static void write(Writer& out, const std::vector<T>& value) {
    out.begin_list();
    for (const T& entry : value)
      Codec<T>::write(out, entry);
    out.end_list();
  }

  static bool is_empty(const std::vector<T>& value) { return value.empty(); }
};

/// An object whose members are checked later, by a shape that only the handler can choose:
/// shape.decode(object), and within() for what that rejects. Members that are null are kept.
struct Object {
  std::string text = {};  ///< JSON text; empty: not given
};

template <>
struct Codec<Object> {
  static Rule rule() { return open_object_rule({}); }

  static Object read(View value) { return {value.dump()}; }

  static void write(Writer& out, const Object& value) { out.raw(value.text); }

  static bool is_empty(const Object& value) { return value.text.empty(); }
};

/// A struct with a shape.
template <class T>

requires(std::is_class_v<T>) struct Codec<T> {
  static Rule rule() { return shape_of(static_cast<const T*>(nullptr)).rule(); }

  static T read(View value) { return shape_of(static_cast<const T*>(nullptr)).read(value); }

  static void write(Writer& out, const T& value) {
    shape_of(static_cast<const T*>(nullptr)).write(out, value);
  }

  static bool is_empty(const T&) { return false; }
};

template <class T>
inline constexpr bool is_wrapped = false;
template <class T>
inline constexpr bool is_wrapped<std::optional<T>> = true;
template <class T>
inline constexpr bool is_wrapped<std::vector<T>> = true;

/// One member of a struct: its rule, and how it is read and written.
template <class S>
struct Field {
  MemberRule member;
  std::function<void(S&, View)> read;
  std::function<void(Writer&, const S&)> write;  ///< writes nothing if there is nothing to say

  /// Length of text, or of each text in a list.
  Field characters(std::size_t min, std::size_t max) && {
    Rule& text = innermost();
    text.characters_min = min;
    text.characters_max = max;
    return std::move(*this);
  }

  Field between(std::int64_t min, std::int64_t max) && {
    innermost().minimum = min;
    innermost().maximum = max;
    return std::move(*this);
  }

  Field entries(std::size_t min, std::size_t max) && {
    member.rule.items_min = min;
    member.rule.items_max = max;
    return std::move(*this);
  }

  /// Text that must be one of these.
  Field among(const std::vector<std::string>& choices) && {
    innermost().choices = choices;
    return std::move(*this);
  }

  Field form(const Form& form) && {
    innermost().form = form;
    return std::move(*this);
  }

  /// May be left out; the struct's own initial value then stands.
  Field defaulted() && {
    Writer out;
    write(out.begin_object(), S{});
    const std::string spelled = out.take();  // {"name":value
    const std::size_t colon = spelled.find(':');
    member.fallback = colon == std::string::npos ? std::string() : spelled.substr(colon + 1);
    member.required = false;
    return std::move(*this);
  }

  Field optional() && {
    member.required = false;
    return std::move(*this);
  }

  /// The schema says no more than that it is an object, because a model has read its members in the
  /// schema of another tool. It is checked and put right like any other.
  Field described_elsewhere() && {
    innermost().described_elsewhere = true;
    return std::move(*this);
  }

  /// Only allowed where the enum `field` has one of these values.
  Field only_when(std::string field, std::vector<std::string> values) && {
    member.only_when.push_back({std::move(field), std::move(values)});
    member.required = false;
    return std::move(*this);
  }

  Field required_when(std::string field, std::vector<std::string> values) && {
    member.required_when.push_back({std::move(field), std::move(values)});
    member.required = false;
    return std::move(*this);
  }

  Field choices_when(std::string field, std::string value, std::vector<std::string> choices) && {
    member.choices_when.push_back({{std::move(field), {std::move(value)}}, std::move(choices)});
    return std::move(*this);
  }

  /// JSON text that a suggested correction uses where nothing usable was given.
  Field example(std::string json) && {
    member.example = std::move(json);
    return std::move(*this);
  }

 private:
  Rule& innermost() { return member.rule.item.empty() ? member.rule : member.rule.item.front(); }
};

/// A member of S, or of a base of S: then S has to be named, as in field<S>("name", &S::name).
template <class S, class Owner, class M>

requires std::is_base_of_v<Owner, S> Field<S> field(std::string name,
                                                    M Owner::*pointer,
                                                    std::string description = {}) {
  MemberRule member = optional_member(name, Codec<M>::rule(), std::move(description));
  member.required = !is_wrapped<M>;
  return {
      .member = std::move(member),
      .read = [pointer](S& object, View value) { object.*pointer = Codec<M>::read(value); },
      .write =
          [pointer, name](Writer& out, const S& object) {
            if (Codec<M>::is_empty(object.*pointer)) return;
            out.key(name);
            Codec<M>::write(out, object.*pointer);
          },
  };
}

template <class S, class M>
Field<S> field(std::string name, M S::*pointer, std::string description = {}) {
  return field<S, S, M>(std::move(name), pointer, std::move(description));
}

/// Why a value could not be decoded, and a value in its place that would be accepted.
struct Rejection {
  std::vector<Violation> violations;
  std::string suggestion;  ///< JSON text
};

/// The rejection of `arguments`, an object as JSON text, because of what is wrong with one member:
/// pointers lead through the member, and its suggestion stands in its place among the others.
Rejection within(std::string_view member, Rejection rejection, std::string_view arguments);

template <class S>
class Shape {
 public:
  explicit Shape(std::vector<Field<S>> fields) : fields_(std::move(fields)) {
    rule_.kind = Kind::object;
    for (const Field<S>& field : fields_)
      rule_.members.push_back(field.member);
  }

  const Rule& rule() const { return rule_; }

  std::variant<S, Rejection> decode(View value) const {
    if (const auto spelled = normalised(rule_, value)) {
      if (const auto document = parse(*spelled)) return decode_normal(document->root());
    }
    return decode_normal(value);
  }

  std::variant<S, Rejection> decode(const Object& object) const {
    const auto document = parse(object.text);
    return decode(document ? document->root() : View());
  }

  /// Reads a value that passed the check.
  S read(View value) const {
    S object{};
    for (const Field<S>& field : fields_) {
      const View member = value.find(field.member.name);
      if (!member.is(Kind::absent)) field.read(object, member);
    }
    return object;
  }

  void write(Writer& out, const S& object) const {
    out.begin_object();
    for (const Field<S>& field : fields_)
      field.write(out, object);
    out.end_object();
  }

  std::string dump(const S& object) const {
    Writer out;
    write(out, object);
    return out.take();
  }

 private:
  std::variant<S, Rejection> decode_normal(View value) const {
    auto violations = check(rule_, value);
    if (violations.empty()) return read(value);
    return Rejection{std::move(violations), repaired(rule_, value)};
  }

  std::vector<Field<S>> fields_;
  Rule rule_;
};

}  // namespace json
