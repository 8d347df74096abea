#include "json/fields.hpp"

namespace json {
namespace {

/// The members of `object`, with `value` for that of the name: in its place, or last if it is new.
std::string with_member(View object, std::string_view name, std::string_view value) {
  Writer out;
  out.begin_object();
  for (std::size_t at = 0; object.is(Kind::object) && at < object.size(); ++at) {
    const std::string_view known = object.member_name(at);
    out.key(known).raw(known == name ? std::string(value) : object.member_value(at).dump());
  }
  if (object.find(name).is(Kind::absent)) out.key(name).raw(value);
  return out.end_object().take();
}

}  // namespace

Rejection within(std::string_view member, Rejection rejection, std::string_view arguments) {
  for (Violation& violation : rejection.violations)
    violation.pointer.insert(0, pointer_token(member));
  const auto document = parse(arguments);
  rejection.suggestion =
      with_member(document ? document->root() : View(), member, rejection.suggestion);
  return rejection;
}

}  // namespace json
