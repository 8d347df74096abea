#include "mcp-runlog/sources/payload.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/writer.hpp"

namespace runlog {
namespace {

constexpr std::size_t field_bytes_max = 512;
constexpr std::size_t path_bytes_max = 4096;
constexpr std::size_t short_title_bytes_max = 200;

/// What is kept of a text that could not be read.
constexpr std::size_t unreadable_bytes_max = std::size_t{64} * 1024;

// A body stands within an event, and that within whatever shows it: it needs room below the limits
// of the parser.
constexpr std::size_t depth_max = 48;
constexpr std::size_t values_max = base::limits::json_values_max * 3 / 4;

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// The number behind \u at `at`, or nothing.
std::optional<unsigned> escape_at(std::string_view text, std::size_t at) {
  constexpr std::size_t digits = 4;
  if (text.size() < at + 2 + digits || text.substr(at, 2) != "\\u") return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(at + 2, digits)) {
    constexpr std::string_view hex = "0123456789abcdef";
    const std::size_t digit = hex.find(base::lower(std::string_view(&c, 1)));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return value;
}

bool is_high(std::optional<unsigned> unit) {
  return unit && *unit >= 0xD800 && *unit < 0xDC00;
}

bool is_low(std::optional<unsigned> unit) {
  return unit && *unit >= 0xDC00 && *unit < 0xE000;
}

/// The escape that begins at `at`, with half a surrogate pair replaced; moves `at` behind it.
std::string mended_escape(std::string_view text, std::size_t& at) {
  constexpr std::size_t unit_bytes = 6;
  const std::size_t begin = at;
  const auto unit = escape_at(text, at);
  if (!unit) {
    at = std::min(at + 2, text.size());
    return std::string(text.substr(begin, at - begin));
  }
  at += unit_bytes;
  if (is_high(unit) && is_low(escape_at(text, at))) {
    at += unit_bytes;
    return std::string(text.substr(begin, 2 * unit_bytes));
  }
  return is_high(unit) || is_low(unit) ? std::string(replacement)
                                       : std::string(text.substr(begin, unit_bytes));
}

std::string mended(std::string_view text) {
  std::string whole;
  whole.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\\') {
      whole += mended_escape(text, at);
      continue;
    }
    const base::CodePoint point = base::first_code_point(text.substr(at));
    whole += point.valid ? text.substr(at, point.bytes) : replacement;
    at += point.bytes;
  }
  return whole;
}

/// True if everything below is within the limits of a body; counts values on the way.
bool fits(json::View view, std::size_t depth, std::size_t& values) {
  if (++values > values_max) return false;
  if (!view.is(json::Kind::list) && !view.is(json::Kind::object)) return true;
  if (depth >= depth_max) return false;
  const bool is_list = view.is(json::Kind::list);
  for (std::size_t at = 0; at < view.size(); ++at) {
    if (!fits(is_list ? view.item(at) : view.member_value(at), depth + 1, values)) return false;
  }
  return true;
}

/// The text that the member has which begins at `at`, at its name's opening quote.
std::string value_written(std::string_view json, std::size_t at, std::size_t name_bytes) {
  constexpr std::size_t value_bytes_max = 200;
  std::string_view rest = base::trimmed(json.substr(at + name_bytes + 2));
  if (!rest.starts_with(':')) return {};
  rest = base::trimmed(rest.substr(1));
  if (!rest.starts_with('"')) return {};
  const std::size_t end = rest.find_first_of("\"\\", 1);
  const bool is_whole = end != std::string_view::npos && rest[end] == '"';
  if (!is_whole || end > value_bytes_max) return {};
  return base::one_line(rest.substr(1, end - 1), value_bytes_max);
}

std::string trouble_of(const json::Parsed& parsed) {
  std::size_t values = 0;
  if (!fits(parsed.document.root(), 0, values))
    return base::format("nested deeper than {}, or more than {} values", depth_max, values_max);
  return parsed.violation.value_or("");
}

}  // namespace

std::optional<Payload> read_payload(std::string_view text) {
  if (text.size() > payload_bytes_max) return std::nullopt;
  auto parsed = json::parse_pruned(text);
  if (!parsed) parsed = json::parse_pruned(mended(text));
  if (!parsed || !parsed->document.root().is(json::Kind::object)) return std::nullopt;
  std::string trouble = trouble_of(*parsed);
  return Payload{std::move(parsed->document), std::move(trouble)};
}

std::string name_in(json::View object, std::string_view name) {
  return base::one_line(text_in(object, name), field_bytes_max);
}

std::string name_written(std::string_view json, std::string_view name) {
  constexpr std::size_t beginning_bytes = std::size_t{64} * 1024;
  constexpr std::size_t end_bytes = std::size_t{4} * 1024;
  // Within a text of the payload the quotes have backslashes, and are none of these.
  const std::string quoted = base::format("\"{}\"", name);
  const std::string_view beginning = json.substr(0, beginning_bytes);
  for (std::size_t at = beginning.find(quoted); at != std::string_view::npos;
       at = beginning.find(quoted, at + 1)) {
    std::string value = value_written(beginning, at, name.size());
    if (!value.empty()) return value;
  }
  const std::string_view end = json.substr(json.size() - std::min(json.size(), end_bytes));
  const std::size_t at = end.rfind(quoted);
  return at == std::string_view::npos ? std::string() : value_written(end, at, name.size());
}

std::string titled(std::string_view text) {
  // Taking hidden characters out looks at all that it is given.
  constexpr std::size_t looked_at_max = 5 * short_title_bytes_max;
  return base::one_line(base::prefix(base::trimmed(text), looked_at_max), short_title_bytes_max);
}

std::string path_text(std::string_view path) {
  return base::one_line(path, path_bytes_max);
}

std::string json_without(json::View view, const std::vector<std::string_view>& names) {
  json::Writer out;
  out.begin_object();
  for (std::size_t at = 0; view.is(json::Kind::object) && at < view.size(); ++at) {
    const std::string_view name = view.member_name(at);
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    out.key(name).raw(view.member_value(at).dump());
  }
  out.end_object();
  return out.take();
}

std::string native_of(const std::vector<std::string_view>& parts) {
  return base::join({parts.begin(), parts.end()}, "\n");
}

Event event_from(Source source, const Surroundings& surroundings) {
  Event event;
  event.source = source;
  event.clock = surroundings.clock;
  event.at = surroundings.at;
  event.run_id = run_id_of(surroundings.run_id);
  event.agent = surroundings.agent;
  return event;
}

std::string run_id_of(std::string_view text) {
  return base::is_uuid(text) ? base::lower(text) : std::string();
}

Read unreadable(Event event, std::string_view native, std::string_view text) {
  event.id = event_id(event.source, native);
  event.kind = Kind::raw;
  event.severity = Severity::warning;
  event.title =
      base::format("Could not be read: {}", titled(base::prefix(text, short_title_bytes_max)));
  event.body_json = json::Writer()
                        .begin_object()
                        .member("text", base::shortened(text, unreadable_bytes_max))
                        .end_object()
                        .take();
  if (text.size() > unreadable_bytes_max)
    event.original_bytes = static_cast<std::int64_t>(text.size());
  return {.events = {std::move(event)}, .unreadable = 1};
}

void settle(Read& read, const Payload& payload) {
  for (Event& event : read.events) {
    if (event.title.empty()) event.title = base::format("{} without words", name_of(event.kind));
  }
  if (payload.trouble.empty()) return;
  for (Event& event : read.events) {
    if (event.body_json.empty() || event.kind == Kind::run_start || event.kind == Kind::run_finish)
      continue;
    event.body_json = json::Writer()
                          .begin_object()
                          .member("not_kept_whole", payload.trouble)
                          .member("json", base::shortened(event.body_json, unreadable_bytes_max))
                          .end_object()
                          .take();
  }
}

}  // namespace runlog
