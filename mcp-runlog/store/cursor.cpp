#include "mcp-runlog/store/cursor.hpp"

#include <charconv>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::string_view opening = "after-";

}  // namespace

std::string spelled(const Cursor& cursor) {
  std::string text = base::format("{}{}", opening, cursor.number);
  if (!cursor.text.empty()) text += "-" + cursor.text;
  return text;
}

base::Result<Cursor> parse_cursor(const std::string& text, const Cursor& first) {
  if (text.empty()) return first;
  Cursor cursor;
  const auto refused = [&] {
    return base::invalid(base::format(
        "cursor: {} is none; give next_cursor of an earlier reply, or leave it out to begin anew",
        base::one_line(text, 100)));
  };
  if (!text.starts_with(opening)) return refused();
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + opening.size(), end, cursor.number);
  if (error != std::errc() || (rest != end && *rest != '-')) return refused();
  if (rest != end) cursor.text.assign(rest + 1, end);
  return cursor;
}

}  // namespace runlog
