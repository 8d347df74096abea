#include "mcp/page.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/format.hpp"
#include "mcp/error_map.hpp"

namespace mcp {
namespace {

constexpr std::string_view cursor_prefix = "from-";

/// The index of the first entry, or nothing if the cursor is not one of ours.
std::optional<std::size_t> first_entry(json::View cursor, std::size_t entries) {
  if (cursor.is(json::Kind::absent)) return 0;
  if (!cursor.is(json::Kind::text)) return std::nullopt;
  std::string_view text = cursor.text();
  if (text.empty()) return 0;
  if (!text.starts_with(cursor_prefix)) return std::nullopt;
  text.remove_prefix(cursor_prefix.size());
  std::size_t first = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), first);
  if (error != std::errc() || end != text.data() + text.size() || first >= entries)
    return std::nullopt;
  return first;
}

}  // namespace

Answer page_of(std::string_view name,
               std::size_t entries,
               const std::function<std::string(std::size_t at)>& entry,
               const Server& server,
               const Context& context) {
  const auto first = first_entry(context.params.find("cursor"), entries);
  if (!first)
    return invalid_params(
        "params.cursor is not one that this server gave out; list again without it");
  const std::size_t end = std::min(entries, *first + server.page_entries);
  return Outcome{members([&](json::Writer& out) {
                   out.key(name).begin_list();
                   for (std::size_t at = *first; at < end; ++at)
                     out.raw(entry(at));
                   out.end_list();
                   if (end < entries)
                     out.member("nextCursor", base::format("{}{}", cursor_prefix, end));
                 }),
                 true};
}

}  // namespace mcp
