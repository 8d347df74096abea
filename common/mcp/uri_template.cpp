#include "mcp/uri_template.hpp"

#include <charconv>

#include "base/text.hpp"

namespace mcp {
namespace {

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    unsigned char byte = 0;
    if (at + 2 >= text.size()) return std::nullopt;
    const char* const digits = text.data() + at + 1;
    const auto [end, error] = std::from_chars(digits, digits + 2, byte, 16);
    if (error != std::errc() || end != digits + 2) return std::nullopt;
    decoded += static_cast<char>(byte);
    at += 2;
  }
  if (!base::is_utf8(decoded) || decoded.find('\0') != std::string::npos) return std::nullopt;
  return decoded;
}

}  // namespace

std::optional<Values> match(std::string_view uri_template, std::string_view uri) {
  Values values;
  while (!uri_template.empty()) {
    if (uri_template.front() != '{') {
      if (uri.empty() || uri.front() != uri_template.front()) return std::nullopt;
      uri_template.remove_prefix(1);
      uri.remove_prefix(1);
      continue;
    }
    const std::size_t close = uri_template.find('}');
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view segment = uri.substr(0, uri.find('/'));
    auto value = percent_decoded(segment);
    if (segment.empty() || !value) return std::nullopt;
    values[std::string(uri_template.substr(1, close - 1))] = *std::move(value);
    uri_template.remove_prefix(close + 1);
    uri.remove_prefix(segment.size());
  }
  if (!uri.empty()) return std::nullopt;
  return values;
}

}  // namespace mcp
