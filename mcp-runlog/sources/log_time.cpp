#include "mcp-runlog/sources/log_time.hpp"

#include <charconv>
#include <string>

#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::size_t date_characters = 10;

bool is_likely(base::Instant at) {
  constexpr base::Instant first(std::chrono::seconds(631'152'000));   // 1990
  constexpr base::Instant last(std::chrono::seconds(7'258'118'400));  // 2200
  return at >= first && at < last;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const std::size_t end = text.find_first_not_of(digits, at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

bool has_at(std::string_view text, std::size_t at, std::string_view any_of) {
  return at < text.size() && any_of.find(text[at]) != std::string_view::npos;
}

/// "2026-11-22T20:27:04.123": how many characters of the text are that.
std::size_t clock_characters(std::string_view text) {
  constexpr std::size_t with_minutes = 16;
  constexpr std::size_t with_seconds = 19;
  if (digits_at(text, 0) != 4 || !has_at(text, 4, "-") || !has_at(text, date_characters, "T ") ||
      !has_at(text, 13, ":") || digits_at(text, 14) != 2)
    return 0;
  if (!has_at(text, with_minutes, ":")) return with_minutes;
  if (digits_at(text, with_minutes + 1) != 2) return 0;
  const std::size_t fraction = digits_at(text, with_seconds + 1);
  return has_at(text, with_seconds, ".,") && fraction > 0 ? with_seconds + 1 + fraction
                                                          : with_seconds;
}

/// "Z", "+01:00", "-0530", "+01" or nothing, as parse_iso reads it.
std::string offset_at(std::string_view text, std::size_t at, std::size_t& characters) {
  characters = 0;
  if (has_at(text, at, "Zz")) {
    characters = 1;
    return "Z";
  }
  if (!has_at(text, at, "+-")) return {};
  const std::size_t hours = digits_at(text, at + 1);
  std::string offset(text.substr(at, 3));
  if (hours == 4) {
    characters = 5;
    return offset + ":" + std::string(text.substr(at + 3, 2));
  }
  if (hours != 2) return {};
  const bool has_minutes = has_at(text, at + 3, ":") && digits_at(text, at + 4) == 2;
  characters = has_minutes ? 6 : 3;
  return has_minutes ? offset + std::string(text.substr(at + 3, 3)) : offset + ":00";
}

/// parse_iso takes nine digits of a second at most, behind a point.
std::string spelled_for_parsing(std::string_view clock) {
  constexpr std::size_t longest = 29;
  std::string spelled(clock.substr(0, longest));
  spelled[date_characters] = 'T';
  if (const std::size_t comma = spelled.find(','); comma != std::string::npos) spelled[comma] = '.';
  return spelled;
}

std::optional<LogTime> iso_in(std::string_view text) {
  const std::size_t clock = clock_characters(text);
  if (clock == 0) return std::nullopt;
  std::size_t zone = 0;
  const std::string offset = offset_at(text, clock, zone);
  const auto at = base::parse_iso(spelled_for_parsing(text.substr(0, clock)) + offset);
  if (!at || !is_likely(*at)) return std::nullopt;
  return LogTime{*at, clock + zone};
}

/// At least ten digits in front of the point, and nothing glued to them.
std::optional<LogTime> number_in(std::string_view text) {
  constexpr std::size_t seconds_digits = 10;
  constexpr std::size_t nanoseconds_digits = 19;
  const std::size_t whole = digits_at(text, 0);
  if (whole < seconds_digits || whole > nanoseconds_digits) return std::nullopt;
  std::size_t end = whole;
  if (has_at(text, end, ".") && digits_at(text, end + 1) > 0) end += 1 + digits_at(text, end + 1);
  if (end < text.size() && !has_at(text, end, " \t]:,;|")) return std::nullopt;
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + end, number);
  if (error != std::errc() || rest != text.data() + end) return std::nullopt;
  const auto at = instant_of_number(number);
  if (!at) return std::nullopt;
  return LogTime{*at, end};
}

}  // namespace

std::optional<LogTime> log_time_in(std::string_view line) {
  std::size_t skipped = line.find_first_not_of(" \t");
  if (skipped == std::string_view::npos) return std::nullopt;
  const bool is_bracketed = line[skipped] == '[';
  if (is_bracketed) ++skipped;
  const std::string_view text = line.substr(skipped);
  auto time = iso_in(text);
  if (!time) time = number_in(text);
  if (!time) return std::nullopt;
  time->characters += skipped;
  if (is_bracketed && has_at(line, time->characters, "]")) ++time->characters;
  return time;
}

std::optional<base::Instant> log_time_of(std::string_view text) {
  const std::string_view whole = base::trimmed(text);
  const auto time = log_time_in(whole);
  if (!time || time->characters != whole.size()) return std::nullopt;
  return time->at;
}

std::optional<base::Instant> instant_of_number(double number) {
  constexpr double step = 1000;
  constexpr double seconds_end = 1e11;
  if (!(number > 0) || number >= 1e20) return std::nullopt;
  double seconds = number;
  while (seconds >= seconds_end)
    seconds /= step;
  const base::Instant at(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * step)));
  return is_likely(at) ? std::optional(at) : std::nullopt;
}

}  // namespace runlog
