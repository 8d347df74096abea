#include "mcp-memory/since.hpp"

#include <charconv>

#include "base/format.hpp"
#include "base/text.hpp"

namespace memory {
namespace {

constexpr std::string_view cursor_prefix = "after-";

}  // namespace

std::optional<std::int64_t> parse_cursor(std::string_view text) {
  if (!text.starts_with(cursor_prefix)) return std::nullopt;
  text.remove_prefix(cursor_prefix.size());
  std::int64_t position = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (error != std::errc() || end != text.data() + text.size() || position < 0) return std::nullopt;
  return position;
}

base::Result<base::Instant> parse_moment(std::string_view text, base::Instant now) {
  text = base::trimmed(text);
  if (const auto span = base::parse_span(text)) return now - *span;
  if (const auto instant = base::parse_iso(text)) return *instant;
  return base::invalid(base::format("\"{}\" is not {}", base::shortened(text, 60), moment_words));
}

base::Result<Since> parse_since(std::string_view text, base::Instant now) {
  text = base::trimmed(text);
  if (text.empty()) return Since{};
  if (const auto position = parse_cursor(text)) return Since{.after_position = *position};
  if (const auto span = base::parse_span(text)) return Since{.not_before = now - *span};
  if (const auto instant = base::parse_iso(text)) return Since{.not_before = *instant};
  return base::invalid(
      base::format("since: \"{}\" is not {}", base::shortened(text, 60), since_words));
}

std::string cursor_after(std::int64_t position) {
  return base::format("{}{}", cursor_prefix, position);
}

}  // namespace memory
