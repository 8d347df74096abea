#include "base/clock.hpp"

#include <charconv>
#include <regex>
#include <sstream>

#include <date/date.h>

namespace base {
namespace {

/// date::parse also takes single digits, signs and offsets of 99 hours.
bool is_iso_form(std::string_view text) {
  static const std::regex form(
      R"(\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?)");
  constexpr std::size_t iso_bytes_max = 40;
  return text.size() <= iso_bytes_max && std::regex_match(text.begin(), text.end(), form);
}

std::optional<Instant> parse_with(const std::string& text, const char* format) {
  std::istringstream in(text);
  Instant instant{};
  in >> date::parse(format, instant);
  if (in.fail()) return std::nullopt;
  if (in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return instant;
}

}  // namespace

Clock system_clock() {
  return [] {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
}

std::string to_iso(Instant instant) {
  return date::format("%FT%TZ", instant);
}

std::optional<Instant> parse_iso(std::string_view text) {
  if (!is_iso_form(text)) return std::nullopt;
  std::string spelled(text);
  if (spelled.back() == 'Z') spelled.replace(spelled.size() - 1, 1, "+00:00");
  for (const char* format : {"%FT%T%Ez", "%FT%R%Ez", "%FT%T", "%FT%R", "%F"}) {
    if (auto instant = parse_with(spelled, format)) return instant;
  }
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_span(std::string_view text) {
  int count = 0;
  const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0 || unit + 1 != text.data() + text.size()) {
    return std::nullopt;
  }
  switch (*unit) {
    case 's':
      return std::chrono::seconds(count);
    case 'm':
      return std::chrono::minutes(count);
    case 'h':
      return std::chrono::hours(count);
    case 'd':
      return std::chrono::days(count);
    case 'w':
      return std::chrono::weeks(count);
    default:
      return std::nullopt;
  }
}

}  // namespace base
