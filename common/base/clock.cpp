#include "base/clock.hpp"

#include <algorithm>
#include <charconv>
#include <regex>
#include <sstream>

#include <date/date.h>

#include "base/format.hpp"

namespace base {
namespace {

constexpr std::size_t minutes_end = sizeof "2026-11-22T20:27" - 1;

/// date::parse also takes single digits, signs and offsets of 99 hours, and its arithmetic on a
/// time that it cannot read is undefined.
bool is_iso_form(std::string_view text) {
  static const std::regex form(R"(\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?)"
                               R"((Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?)");
  constexpr std::size_t iso_bytes_max = 40;
  return text.size() <= iso_bytes_max && std::regex_match(text.begin(), text.end(), form);
}

/// The same time with seconds, at most milliseconds, and a numeric offset.
std::string spelled_out(std::string_view iso) {
  constexpr std::size_t fraction_digits_max = 3;
  std::string full(iso);
  if (const std::size_t point = full.find('.'); point != std::string::npos) {
    const std::size_t end = std::min(full.find_first_not_of("0123456789", point + 1), full.size());
    const std::size_t kept = std::min(end, point + 1 + fraction_digits_max);
    full.erase(kept, end - kept);
  }
  if (full.find('T') == std::string::npos) full += "T00:00";
  if (full.size() == minutes_end || full[minutes_end] != ':') full.insert(minutes_end, ":00");
  if (full.back() == 'Z') full.pop_back();
  const bool has_offset = full.find_first_of("+-", minutes_end) != std::string::npos;
  return has_offset ? full : full + "+00:00";
}

}  // namespace

Clock system_clock() {
  return [] {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
}

std::string to_iso(Instant instant) {
  // Not date::format: its stream and locale cost more than the rest of a short reply.
  const auto midnight = std::chrono::floor<date::days>(instant);
  const date::year_month_day day(midnight);
  const date::hh_mm_ss<std::chrono::milliseconds> time(instant - midnight);
  return format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()),
                time.hours().count(),
                time.minutes().count(),
                time.seconds().count(),
                time.subseconds().count());
}

std::optional<Instant> parse_iso(std::string_view text) {
  if (!is_iso_form(text)) return std::nullopt;
  std::istringstream in(spelled_out(text));
  Instant instant{};
  in >> date::parse("%FT%T%Ez", instant);
  if (in.fail()) return std::nullopt;  // no such day
  return instant;
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
