#include "base/clock.hpp"

#include <charconv>

#include <date/date.h>

#include "base/format.hpp"

namespace base {
namespace {

// Not date::parse: it takes single digits, signs and offsets of 99 hours too, its arithmetic on a
// time that it cannot read is undefined, and its stream costs more than the rest of a message.

struct Cursor {
  std::string_view rest;

  bool take(char wanted) {
    if (rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }

  bool is_digit() const { return !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; }

  /// Exactly so many digits.
  std::optional<int> number(std::size_t digits, int max) {
    int value = 0;
    for (std::size_t at = 0; at < digits; ++at) {
      if (!is_digit()) return std::nullopt;
      value = value * 10 + (rest.front() - '0');
      rest.remove_prefix(1);
    }
    return value <= max ? std::optional(value) : std::nullopt;
  }
};

std::optional<date::sys_days> day_in(Cursor& in) {
  const auto year = in.number(4, 9999);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.number(2, 12);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.number(2, 31);
  if (!day) return std::nullopt;
  const date::year_month_day all(date::year(*year),
                                 date::month(static_cast<unsigned>(*month)),
                                 date::day(static_cast<unsigned>(*day)));
  return all.ok() ? std::optional(date::sys_days(all)) : std::nullopt;
}

/// Hours and minutes.
std::optional<std::chrono::minutes> minutes_in(Cursor& in) {
  const auto hours = in.number(2, 23);
  if (!hours || !in.take(':')) return std::nullopt;
  const auto minutes = in.number(2, 59);
  if (!minutes) return std::nullopt;
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

/// Up to nine digits, of which three count.
std::optional<std::chrono::milliseconds> fraction_in(Cursor& in) {
  constexpr int digits_max = 9;
  int milliseconds = 0;
  int worth = 100;
  int digits = 0;
  for (; in.is_digit(); ++digits, worth /= 10)
    milliseconds += in.number(1, 9).value_or(0) * worth;
  if (digits == 0 || digits > digits_max) return std::nullopt;
  return std::chrono::milliseconds(milliseconds);
}

/// What may be left out after the minutes; all of it may.
std::optional<std::chrono::milliseconds> seconds_in(Cursor& in) {
  if (!in.take(':')) return std::chrono::milliseconds(0);
  const auto seconds = in.number(2, 59);
  if (!seconds) return std::nullopt;
  if (!in.take('.')) return std::chrono::seconds(*seconds);
  const auto fraction = fraction_in(in);
  if (!fraction) return std::nullopt;
  return std::chrono::seconds(*seconds) + *fraction;
}

/// UTC unless it says otherwise.
std::optional<std::chrono::minutes> offset_in(Cursor& in) {
  if (in.rest.empty() || in.take('Z')) return std::chrono::minutes(0);
  const bool is_behind = in.take('-');
  if (!is_behind && !in.take('+')) return std::nullopt;
  const auto minutes = minutes_in(in);
  if (!minutes) return std::nullopt;
  return is_behind ? -*minutes : *minutes;
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
  Cursor in{text};
  const auto day = day_in(in);
  if (!day || in.rest.empty()) return day;
  if (!in.take('T')) return std::nullopt;
  const auto minutes = minutes_in(in);
  if (!minutes) return std::nullopt;
  const auto seconds = seconds_in(in);
  if (!seconds) return std::nullopt;
  const auto offset = offset_in(in);
  if (!offset || !in.rest.empty()) return std::nullopt;
  return *day + *minutes + *seconds - *offset;
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
