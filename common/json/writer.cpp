#include "json/writer.hpp"

#include <array>
#include <cmath>

#include "base/format.hpp"
#include "base/text.hpp"

namespace json {
namespace {

bool is_plain(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += base::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(static_cast<unsigned char>(text[plain])))
      ++plain;
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto point = base::first_code_point(text);
    if (point.valid && point.bytes > 1) {
      out.append(text.substr(0, point.bytes));
    } else if (point.valid) {
      append_escaped(out, static_cast<unsigned char>(text[0]));
    } else {
      out += "\xEF\xBF\xBD";
    }
    text.remove_prefix(point.bytes);
  }
  out += '"';
}

}  // namespace

void Writer::separate() {
  if (json_.empty()) return;
  const char last = json_.back();
  if (last != '{' && last != '[' && last != ':') json_ += ',';
}

Writer& Writer::begin_object() {
  separate();
  json_ += '{';
  return *this;
}

Writer& Writer::end_object() {
  json_ += '}';
  return *this;
}

Writer& Writer::begin_list() {
  separate();
  json_ += '[';
  return *this;
}

Writer& Writer::end_list() {
  json_ += ']';
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_quoted(json_, name);
  json_ += ':';
  return *this;
}

Writer& Writer::text(std::string_view value) {
  separate();
  append_quoted(json_, value);
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  return raw(std::to_string(value));
}

Writer& Writer::number(double value) {
  return std::isfinite(value) ? raw(base::format("{}", value)) : null();
}

Writer& Writer::boolean(bool value) {
  return raw(value ? "true" : "false");
}

Writer& Writer::null() {
  return raw("null");
}

Writer& Writer::raw(std::string_view json) {
  separate();
  json_.append(json);
  return *this;
}

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

}  // namespace json
