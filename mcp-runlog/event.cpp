#include "mcp-runlog/event.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"

namespace runlog {
namespace {

template <class E, std::size_t count>
std::optional<E> named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<E>(found - names.begin());
}

constexpr std::size_t id_digits = 32;

}  // namespace

std::string_view name_of(Source source) {
  return source_names[static_cast<std::size_t>(source)];
}

std::string_view name_of(Kind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

std::optional<Source> source_named(std::string_view name) {
  return named<Source>(source_names, name);
}

std::optional<Kind> kind_named(std::string_view name) {
  return named<Kind>(kind_names, name);
}

std::optional<Severity> severity_named(std::string_view name) {
  return named<Severity>(severity_names, name);
}

std::string event_id(Source source, std::string_view native_id) {
  std::string whole(name_of(source));
  whole += '\n';
  whole += native_id;
  return base::sha256_hex(whole).substr(0, id_digits);
}

std::string run_of_session(std::string_view session_id) {
  if (base::is_uuid(session_id)) return base::lower(session_id);
  std::string digits = base::sha256_hex(session_id).substr(0, id_digits);
  digits[12] = '8';  // version 8 and the variant of RFC 9562: made up by somebody else's rule
  digits[16] = 'a';
  return base::uuid_from_hex(digits);
}

bool is_known_finish(const Event& event) {
  return event.kind == Kind::run_finish && event.source != Source::hook &&
         event.source != Source::runlog;
}

bool is_tool_event(Kind kind) {
  return kind == Kind::tool_start || kind == Kind::tool_end || kind == Kind::tool_error ||
         kind == Kind::tool_denied;
}

bool is_error(const Event& event) {
  return event.severity == Severity::error || event.kind == Kind::tool_error;
}

}  // namespace runlog
