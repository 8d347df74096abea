#include "activity/arguments.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "secrets/scanner.hpp"

namespace activity {
namespace {

constexpr std::size_t title_bytes_max = 160;
constexpr std::size_t outline_bytes_max = 800;
constexpr std::size_t members_max = 8;
constexpr std::size_t text_bytes_max = 100;

/// A secret that begins in what is shown is looked at as a whole, unless it is longer than this.
constexpr std::size_t bytes_beyond = 600;

std::string redacted(std::string_view text) {
  std::string clean;
  std::size_t at = 0;
  for (const secrets::Finding& finding : secrets::scan(text)) {
    clean += text.substr(at, finding.begin - at);
    clean += base::format("[redacted:{}]", finding.kind);
    at = finding.end;
  }
  return clean += text.substr(at);
}

/// Rules that go by the name of a value see it; the name is not shown.
std::string value_of(std::string_view name, std::string_view value) {
  const std::string opening = base::format("{}: ", base::prefix(name, text_bytes_max));
  const std::string_view whole = base::prefix(value, title_bytes_max + bytes_beyond);
  std::string line = redacted_line(opening + std::string(whole), opening.size() + title_bytes_max);
  if (line.starts_with(opening)) line.erase(0, opening.size());
  return line;
}

std::size_t members_of(json::View arguments) {
  return arguments.is(json::Kind::object) ? std::min(arguments.size(), members_max) : 0;
}

void write_value(json::Writer& out, std::string_view name, json::View value) {
  const std::size_t size = value.size();
  if (value.is(json::Kind::text)) {
    out.text(base::shortened(value_of(name, value.text()), text_bytes_max));
  } else if (value.is(json::Kind::object)) {
    out.text(base::format("{} members", size));
  } else if (value.is(json::Kind::list)) {
    out.text(base::format("{} entries", size));
  } else {
    out.raw(value.dump());
  }
}

}  // namespace

std::string redacted_line(std::string_view text, std::size_t bytes_max) {
  const std::string_view seen = base::prefix(text, bytes_max + bytes_beyond);
  return base::one_line(redacted(seen), bytes_max);
}

std::string title_of(std::string_view tool, json::View arguments) {
  for (std::size_t at = 0; at < members_of(arguments); ++at) {
    const json::View value = arguments.member_value(at);
    if (!value.is(json::Kind::text) || value.text().empty()) continue;
    const std::string said = value_of(arguments.member_name(at), value.text());
    return base::shortened(base::format("{}: {}", tool, said), title_bytes_max);
  }
  return std::string(tool);
}

std::string outline_of(json::View arguments) {
  json::Writer out;
  out.begin_object();
  for (std::size_t at = 0; at < members_of(arguments); ++at) {
    const std::string_view name = arguments.member_name(at);
    out.key(base::one_line(name, text_bytes_max));
    write_value(out, name, arguments.member_value(at));
  }
  if (arguments.size() > members_of(arguments))
    out.member("...", static_cast<std::int64_t>(arguments.size() - members_of(arguments)));
  return redacted_line(out.end_object().take(), outline_bytes_max);
}

}  // namespace activity
