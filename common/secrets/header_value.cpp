#include "secrets/header_value.hpp"

namespace secrets {
namespace {

constexpr Characters header_quote("\"'");
constexpr std::size_t header_blanks_max = 8;

/// Past ", ' or \", if one stands at `at`.
std::size_t skip_quote(const Text& text, std::size_t at) {
  if (text.at(at) == '\\' && header_quote.has(text.at(at + 1))) return at + 2;
  return header_quote.has(text.at(at)) ? at + 1 : at;
}

}  // namespace

std::size_t header_value(const Text& text, std::size_t name_end) {
  const std::size_t colon = text.run_end(skip_quote(text, name_end), blank, header_blanks_max);
  if (text.at(colon) != ':') return name_end;
  return skip_quote(text, text.run_end(colon + 1, blank, header_blanks_max));
}

}  // namespace secrets
