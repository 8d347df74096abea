#include <algorithm>

#include "secrets/rules.hpp"

namespace secrets {
namespace {

constexpr std::string_view dashes = "-----";
constexpr std::string_view key_opening = "-----BEGIN ";
constexpr std::string_view key_closing = "-----END ";
constexpr Characters label_character("A-Z0-9 ");
constexpr Characters base64_character("A-Za-z0-9+/=");
constexpr std::size_t label_bytes_max = 64;

/// A line of a key is longer. What merely speaks of keys has no such line.
constexpr std::size_t line_bytes_min = 16;

/// Where the label of a private key ends; `begin` if this is no private key.
std::size_t label_end(const Text& text, std::size_t begin) {
  const std::size_t end = text.run_end(begin, label_character, label_bytes_max);
  const std::string_view label = text.slice(begin, end);
  const bool is_private = label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK");
  return is_private && text.has(end, dashes) ? end : begin;
}

/// Past what stands between two lines: line breaks, the two characters \n, quotes of source code.
std::size_t skip_breaks(const Text& text, std::size_t at) {
  constexpr Characters between_lines(" \t\r\n\"',");
  constexpr Characters escaped("nrt\\\"");
  for (;;) {
    at = text.run_end(at, between_lines);
    if (text.at(at) != '\\' || !escaped.has(text.at(at + 1))) return at;
    at += 2;
  }
}

/// Past "Proc-Type: 4,ENCRYPTED" and its like; `at` if no such line stands there.
std::size_t skip_header(const Text& text, std::size_t at) {
  constexpr Characters name("A-Za-z-");
  constexpr std::size_t name_bytes_max = 32;
  constexpr Characters rest_of_line = Characters::all_but("\r\n\\");
  const std::size_t end = text.run_end(at, name, name_bytes_max);
  return end > at && text.has(end, ": ") ? text.run_end(end, rest_of_line) : at;
}

/// Where the lines of a key end, as far as there are any from `at` on; `at` if there is none.
std::size_t body_end(const Text& text, std::size_t at) {
  std::size_t end = at;
  for (std::size_t line = skip_breaks(text, at);; line = skip_breaks(text, line)) {
    const std::size_t after_header = skip_header(text, line);
    if (after_header > line) {
      line = after_header;
      continue;
    }
    const std::size_t line_end = text.run_end(line, base64_character);
    const bool is_last = line_end == text.size() && end > at;
    if (line_end == line || (line_end - line < line_bytes_min && !is_last)) return end;
    end = line = line_end;
  }
}

/// Where the block ends: with its END if that follows, else with its last line.
std::size_t block_end(const Text& text, std::size_t label, std::size_t label_end) {
  const std::size_t body = label_end + dashes.size();
  const std::size_t lines_end = body_end(text, body);
  if (lines_end == body) return body;
  const std::size_t next = text.find(dashes, lines_end);
  const std::string_view name = text.slice(label, label_end);
  const bool is_closed = text.has(next, key_closing) && text.has(next + key_closing.size(), name) &&
                         text.has(next + key_closing.size() + name.size(), dashes);
  return is_closed ? next + key_closing.size() + name.size() + dashes.size() : lines_end;
}

}  // namespace

Findings find_private_keys(const Text& text) {
  Findings findings;
  std::size_t at = text.find(key_opening, 0);
  while (at < text.size()) {
    const std::size_t label = at + key_opening.size();
    std::size_t next = label;
    if (const std::size_t end = label_end(text, label); end > label) {
      next = block_end(text, label, end);
      if (next > end + dashes.size()) findings.push_back({"private key (PEM)", at, next});
    }
    at = text.find(key_opening, next);
  }
  return findings;
}

}  // namespace secrets
