#include "mcp-runlog/export/words.hpp"

#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t name_bytes_max = 80;

/// Of a number that may be the least of its type.
std::uint64_t magnitude(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? ~bits + 1 : bits;
}

}  // namespace

std::string duration_words(milliseconds duration) {
  const std::uint64_t ms = magnitude(duration.count());
  const std::string sign = duration.count() < 0 ? "-" : "";
  if (ms < 1000) return base::format("{}{} ms", sign, ms);
  // From here on it would read "60.0 s".
  if (ms < 59'950) return base::format("{}{:.1f} s", sign, static_cast<double>(ms) / 1000);
  const std::uint64_t seconds = (ms + 500) / 1000;
  if (seconds < 3600) return base::format("{}{} min {:02} s", sign, seconds / 60, seconds % 60);
  const std::uint64_t minutes = seconds / 60;
  if (minutes < 1440) return base::format("{}{} h {:02} min", sign, minutes / 60, minutes % 60);
  return base::format("{}{} d {:02} h", sign, minutes / 1440, minutes / 60 % 24);
}

std::string offset_words(milliseconds offset) {
  const std::uint64_t ms = magnitude(offset.count());
  const char sign = offset.count() < 0 ? '-' : '+';
  const std::uint64_t seconds = ms / 1000;
  if (seconds < 3600)
    return base::format("{}{}:{:02}.{:03}", sign, seconds / 60, seconds % 60, ms % 1000);
  return base::format(
      "{}{}:{:02}:{:02}.{:03}", sign, seconds / 3600, seconds / 60 % 60, seconds % 60, ms % 1000);
}

std::string instant_words(base::Instant instant) {
  std::string iso = base::to_iso(instant);
  const std::size_t letter = iso.find('T');
  const std::size_t point = iso.find('.');
  if (letter == std::string::npos || point == std::string::npos) return iso;
  return iso.substr(0, letter) + " " + iso.substr(letter + 1, point - letter - 1) + " UTC";
}

std::string bytes_words(std::int64_t bytes) {
  constexpr double unit = 1000;
  if (bytes < 1000) return base::format("{} B", bytes);
  const auto size = static_cast<double>(bytes);
  if (size < unit * unit) return base::format("{:.1f} kB", size / unit);
  return base::format("{:.1f} MB", size / unit / unit);
}

std::string money_words(double usd) {
  return usd >= 0.1 || usd == 0 ? base::format("${:.2f}", usd) : base::format("${:.4f}", usd);
}

std::string number_words(std::int64_t number) {
  std::string words = base::format("{}", magnitude(number));
  for (std::size_t digits = words.size(); digits > 3; digits -= 3)
    words.insert(digits - 3, ",");
  return number < 0 ? "-" + words : words;
}

std::string count_words(std::int64_t count, std::string_view noun) {
  return base::format("{} {}{}", number_words(count), noun, count == 1 ? "" : "s");
}

std::string who_words(const Event& event) {
  const std::string agent = base::one_line(event.agent, name_bytes_max);
  std::string actor = base::one_line(event.actor, name_bytes_max);
  if (agent.empty() && actor.empty()) return std::string(name_of(event.source));
  if (agent.empty() || agent == actor) return actor;
  return actor.empty() ? agent : agent + " / " + actor;
}

std::string_view state_words(ToolCall::State state) {
  constexpr std::array<std::string_view, 4> words = {"end not told", "done", "failed", "denied"};
  return words[static_cast<std::size_t>(state)];
}

std::string clock_words(const ClockOffset& offset) {
  if (!offset.within) return "nothing links it to the reference; its times stand as they were told";
  const std::string within = "right within " + duration_words(*offset.within);
  if (offset.offset.count() == 0) return "goes with the reference, " + within;
  const bool added = offset.offset.count() > 0;
  return base::format(
      "{} were {} its times, {}",
      duration_words(milliseconds(static_cast<std::int64_t>(magnitude(offset.offset.count())))),
      added ? "added to" : "taken from",
      within);
}

base::Instant origin_of(const Story& story) {
  const auto& moments = story.timeline.moments;
  const auto start = std::find_if(moments.begin(), moments.end(), [](const Moment& moment) {
    return moment.event.kind == Kind::run_start;
  });
  if (start != moments.end()) return start->effective_at;
  return moments.empty() ? story.run.started_at : moments.front().effective_at;
}

}  // namespace runlog
