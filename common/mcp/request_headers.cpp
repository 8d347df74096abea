#include "mcp/request_headers.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp/protocol.hpp"

namespace mcp {
namespace {

using MaybeText = std::optional<std::string_view>;

rpc::Error mismatch(std::string message) {
  return {rpc::ErrorCode::header_mismatch, std::move(message)};
}

rpc::Error missing(std::string_view header, std::string_view place) {
  return mismatch(
      base::format("header {} is missing; it must repeat {} of the body", header, place));
}

rpc::Error different(std::string_view header, std::string_view place) {
  return mismatch(base::format("header {} must equal {} of the body", header, place));
}

MaybeText text_in(json::View value) {
  return value.is(json::Kind::text) ? MaybeText(value.text()) : std::nullopt;
}

/// The blanks that RFC 9110 allows around a value.
std::string_view without_edge_blanks(std::string_view value) {
  const std::size_t first = value.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

bool may_be_literal(char c) {
  return (c >= ' ' && c <= '~') || c == '\t';
}

/// A header and what it repeats.
struct Copy {
  std::string_view header;
  std::string place;
  MaybeText text;  ///< nothing: the body's value is wrong, and reported by who reads it
};

std::optional<Copy> copy_of_name(const rpc::Request& request) {
  const bool by_name = request.method == "tools/call" || request.method == "prompts/get";
  if (!by_name && request.method != "resources/read") return std::nullopt;
  const std::string_view member = by_name ? "name" : "uri";
  const MaybeText text = text_in(request.params.find(member));
  if (!text) return std::nullopt;
  return Copy{"Mcp-Name", base::format("params.{}", member), text};
}

std::vector<Copy> copies(const rpc::Request& request) {
  const json::View version = request.params.find("_meta").find(key::protocol_version);
  std::vector<Copy> all{{"MCP-Protocol-Version",
                         base::format("params._meta[\"{}\"]", key::protocol_version),
                         text_in(version)},
                        {"Mcp-Method", "method", request.method}};
  if (auto name = copy_of_name(request)) all.push_back(*std::move(name));
  return all;
}

/// Integers that a double holds exactly, one by one: what the specification allows.
bool is_exact(double number) {
  return std::abs(number) <= 9007199254740991.0;
}

bool says_number(std::string_view text, json::View value) {
  // JSON would also let blanks stand around it.
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool is_bare =
      !text.empty() && (is_digit(text.front()) || text.front() == '-') && is_digit(text.back());
  if (!is_bare) return false;
  const auto parsed = json::parse(text);
  if (!parsed) return false;
  const json::View said = parsed->root();
  if (said.is(json::Kind::integer) && value.is(json::Kind::integer)) {
    return said.integer() == value.integer();
  }
  return std::equal_to<>()(said.number(), value.number()) && is_exact(value.number());
}

bool says(std::string_view text, json::View value) {
  if (value.is(json::Kind::text)) return text == value.text();
  if (value.is(json::Kind::boolean)) return text == (value.boolean() ? "true" : "false");
  return says_number(text, value);
}

bool can_be_repeated(json::View value) {
  return value.is(json::Kind::text) || value.is(json::Kind::boolean) ||
         value.is(json::Kind::integer) || value.is(json::Kind::number);
}

std::optional<rpc::Error> check(const ParameterHeader& expected,
                                json::View arguments,
                                const HeaderLookup& headers) {
  json::View value = arguments;
  for (const std::string& name : expected.path)
    value = value.find(name);
  const std::string place = "params.arguments." + base::join(expected.path, ".");
  const auto sent = headers(expected.header);
  if (!can_be_repeated(value)) {
    if (!sent) return std::nullopt;
    return mismatch(
        base::format("header {} must be left out: {} of the body has no value to repeat",
                     expected.header,
                     place));
  }
  if (!sent) return missing(expected.header, place);
  const auto text = header_text(expected.header, *sent);
  if (const auto* error = std::get_if<rpc::Error>(&text)) return *error;
  if (!says(std::get<std::string>(text), value)) return different(expected.header, place);
  return std::nullopt;
}

}  // namespace

std::variant<std::string, rpc::Error> header_text(std::string_view name, std::string_view value) {
  constexpr std::string_view prefix = "=?base64?";
  constexpr std::string_view suffix = "?=";
  value = without_edge_blanks(value);
  const bool is_encoded = value.size() >= prefix.size() + suffix.size() &&
                          value.starts_with(prefix) && value.ends_with(suffix);
  if (is_encoded) {
    value.remove_prefix(prefix.size());
    value.remove_suffix(suffix.size());
    if (auto bytes = base::read_base64(value)) return *std::move(bytes);
    return mismatch(base::format(
        "header {}: what stands between =?base64? and ?= must be base64 with its padding", name));
  }
  if (std::all_of(value.begin(), value.end(), may_be_literal)) return std::string(value);
  return mismatch(base::format(
      "header {} must be printable ASCII; anything else is sent as =?base64?...?=", name));
}

std::optional<rpc::Error> missing_header(const rpc::Request& request, const HeaderLookup& headers) {
  for (const Copy& copy : copies(request)) {
    if (!headers(copy.header)) return missing(copy.header, copy.place);
  }
  return std::nullopt;
}

std::optional<rpc::Error> different_header(const rpc::Request& request,
                                           const HeaderLookup& headers) {
  for (const Copy& copy : copies(request)) {
    const auto sent = headers(copy.header);
    if (!sent) return missing(copy.header, copy.place);
    const auto text = header_text(copy.header, *sent);
    if (const auto* error = std::get_if<rpc::Error>(&text)) return *error;
    const bool differs = copy.text && std::get<std::string>(text) != *copy.text;
    if (differs) return different(copy.header, copy.place);
  }
  return std::nullopt;
}

std::optional<rpc::Error> check_parameter_headers(const std::vector<ParameterHeader>& expected,
                                                  json::View arguments,
                                                  const HeaderLookup& headers) {
  for (const ParameterHeader& one : expected) {
    if (auto error = check(one, arguments, headers)) return error;
  }
  return std::nullopt;
}

}  // namespace mcp
