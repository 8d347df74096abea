#include "mcp-runlog/sources/log_line.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/sources/level.hpp"
#include "mcp-runlog/sources/log_time.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/run_marker.hpp"

namespace runlog {
namespace {

/// What a line says of itself.
struct Parts {
  std::string run_id = {};
  std::optional<base::Instant> at = {};
  std::optional<Severity> severity = {};
  std::string message = {};
  std::string agent = {};
};

template <class... Names>
json::View first_of(json::View object, Names... names) {
  for (const std::string_view name : {std::string_view(names)...}) {
    const json::View value = object.find(name);
    if (!value.is(json::Kind::absent) && !value.is(json::Kind::null)) return value;
  }
  return {};
}

std::optional<base::Instant> time_of(json::View value) {
  if (value.is(json::Kind::text)) return log_time_of(value.text());
  if (value.is(json::Kind::integer) || value.is(json::Kind::number))
    return instant_of_number(value.number());
  return std::nullopt;
}

/// Bunyan and pino count in tens: 50 is an error.
std::optional<Severity> severity_of_number(std::int64_t level) {
  constexpr std::int64_t info = 30;
  constexpr std::int64_t warning = 40;
  constexpr std::int64_t error = 50;
  constexpr std::int64_t least = 10;
  if (level < least) return std::nullopt;
  if (level >= error) return Severity::error;
  if (level >= warning) return Severity::warning;
  return level >= info ? Severity::info : Severity::debug;
}

std::optional<Severity> severity_of(json::View value) {
  if (value.is(json::Kind::text)) return severity_of_level(value.text());
  if (value.is(json::Kind::integer)) return severity_of_number(value.integer());
  return std::nullopt;
}

Parts parts_of_json(json::View object) {
  return {
      .run_id = run_id_of(first_text_in(object, {"run_id", "runId", "run"})),
      .at = time_of(first_of(object, "time", "timestamp", "@timestamp", "ts", "_time", "datetime")),
      .severity =
          severity_of(first_of(object, "level", "severity", "lvl", "levelname", "log.level")),
      .message = std::string(first_text_in(object, {"msg", "message", "_msg", "event", "error"})),
      .agent = std::string(text_in(object, "agent"))};
}

/// What stands around a level: "[WARN]", "error:", "<info>".
std::string_view bare(std::string_view word) {
  constexpr std::string_view around = "[]<>():,|=\"";
  const std::size_t begin = word.find_first_not_of(around);
  if (begin == std::string_view::npos) return {};
  return word.substr(begin, word.find_last_not_of(around) - begin + 1);
}

bool is_upper(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string_view take_word(std::string_view& rest) {
  rest = base::trimmed(rest);
  const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

/// The first word may be a level as it stands; later ones, up to the fourth, only if they cannot be
/// words of a sentence: in capitals, in brackets, or as level=error.
std::optional<Severity> level_in(std::string_view text) {
  constexpr int words_looked_at = 4;
  for (int at = 0; at < words_looked_at; ++at) {
    std::string_view word = take_word(text);
    if (word.empty()) return std::nullopt;
    const std::size_t equals = word.find('=');
    const bool is_named =
        equals != std::string_view::npos &&
        (word.starts_with("level=") || word.starts_with("lvl=") || word.starts_with("severity="));
    if (is_named) word.remove_prefix(equals + 1);
    const std::string_view inner = bare(word);
    const bool is_marked = is_named || inner.size() < word.size() || is_upper(inner);
    if (at > 0 && !is_marked) continue;
    if (const auto severity = severity_of_level(inner)) return severity;
  }
  return std::nullopt;
}

std::string without(std::string_view text, const RunMarker& marker) {
  if (marker.run_id.empty()) return std::string(base::trimmed(text));
  std::string rest(base::trimmed(text.substr(0, marker.at)));
  const std::string_view after = base::trimmed(text.substr(marker.at + marker.characters));
  if (!rest.empty() && !after.empty()) rest += ' ';
  return rest += after;
}

/// "<34>1 ": the priority of syslog, and the version of RFC 5424, taken from the front.
std::optional<Severity> take_syslog(std::string_view& text) {
  constexpr int priority_max = 191;
  constexpr int levels = 8;
  if (!text.starts_with('<')) return std::nullopt;
  int priority = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), priority);
  if (error != std::errc() || priority < 0 || priority > priority_max) return std::nullopt;
  std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (!rest.starts_with(">1 ")) return std::nullopt;
  text = rest.substr(3);
  return severity_of_syslog(priority % levels);
}

Parts parts_of_text(std::string_view text) {
  const auto of_syslog = take_syslog(text);
  const auto time = log_time_in(text);
  if (time) text.remove_prefix(time->characters);
  const RunMarker marker = run_marker_in(text);
  return {.run_id = marker.run_id,
          .at = time ? std::optional(time->at) : std::nullopt,
          .severity = of_syslog ? of_syslog : level_in(text),
          .message = without(text, marker),
          .agent = {}};
}

Parts parts_of(std::string_view text) {
  if (!text.starts_with('{')) return parts_of_text(text);
  const auto document = json::parse(text);
  if (!document) return parts_of_text(text);
  Parts parts = parts_of_json(document->root());
  if (parts.run_id.empty()) parts.run_id = run_marker_in(text).run_id;
  if (parts.message.empty()) parts.message = text;
  return parts;
}

/// A file that was emptied while it was written to has zeros up to where the writer stood.
std::string without_zeros(std::string_view text) {
  std::string rest(text);
  rest.erase(std::remove(rest.begin(), rest.end(), '\0'), rest.end());
  return rest;
}

std::string body_of(std::string_view text, const LogLine& line) {
  json::Writer out;
  out.begin_object().member("text", text).member("file", line.file);
  out.member("offset", static_cast<std::int64_t>(line.offset));
  return out.end_object().take();
}

}  // namespace

Read read_log_line(const LogLine& line, const Surroundings& surroundings, Unmarked unmarked) {
  const std::string text = without_zeros(line.text);
  Parts parts = parts_of(text);
  if (parts.run_id.empty() && unmarked == Unmarked::taken) parts.run_id = surroundings.run_id;
  if (parts.run_id.empty() || base::trimmed(text).empty()) return {.told_at = parts.at};
  Event event;
  event.source = Source::log;
  event.stream = line.file;
  event.sequence = static_cast<std::int64_t>(line.offset) + 1;
  event.id = event_id(Source::log,
                      base::format("{}\n{}\n{}\n{}",
                                   surroundings.clock,
                                   line.file,
                                   line.offset,
                                   base::sha256_hex(line.text)));
  event.clock = surroundings.clock;
  event.at = parts.at.value_or(surroundings.at);
  event.run_id = std::move(parts.run_id);
  event.kind = Kind::log;
  event.severity = parts.severity.value_or(Severity::info);
  event.agent = surroundings.agent;
  event.actor = base::one_line(parts.agent, title_bytes_max);
  event.title = base::one_line(parts.message, title_bytes_max);
  event.body_json = body_of(text, line);
  if (line.original_bytes > line.text.size())
    event.original_bytes = static_cast<std::int64_t>(line.original_bytes);
  return {.events = {std::move(event)}, .told_at = parts.at};
}

}  // namespace runlog
