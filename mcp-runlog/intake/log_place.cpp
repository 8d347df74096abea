#include "mcp-runlog/intake/log_place.hpp"

#include "base/format.hpp"

namespace runlog {
namespace {

constexpr std::string_view separator = " told ";

}  // namespace

std::string written(const LogPlace& place) {
  if (place.position.empty() || !place.told_at) return place.position;
  return base::format("{}{}{}", place.position, separator, base::to_iso(*place.told_at));
}

LogPlace read_log_place(std::string_view text) {
  const std::size_t at = text.rfind(separator);
  if (at == std::string_view::npos) return {std::string(text)};
  return {std::string(text.substr(0, at)), base::parse_iso(text.substr(at + separator.size()))};
}

}  // namespace runlog
