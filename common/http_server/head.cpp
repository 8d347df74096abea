#include "http_server/head.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "http_server/status.hpp"

namespace http_server {
namespace {

/// Of the HTTP library, and what RFC 9112 (3) asks for at least.
constexpr std::size_t request_line_bytes_max = 8000;

bool is_name_char(char c) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         others.find(c) != std::string_view::npos;
}

bool is_value_char(char c) {
  constexpr char rubout = 0x7f;
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != rubout);
}

bool is_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_value_char);
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// False for a line that is no field: a space before the colon, or a folded line, too.
bool add_field(std::string_view line, Headers& fields) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = without_blanks(line.substr(colon + 1));
  if (!std::all_of(name.begin(), name.end(), is_name_char) || !is_value(value)) return false;
  fields.add(std::string(name), std::string(value));
  return true;
}

std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 2);
  return line;
}

bool lists(const Headers& fields, std::string_view name, std::string_view token) {
  for (const std::string_view value : fields.all(name)) {
    const auto items = base::split(value, ',');
    if (std::any_of(items.begin(), items.end(), [&](std::string_view item) {
          return base::lower(without_blanks(item)) == token;
        })) {
      return true;
    }
  }
  return false;
}

/// The one value that every field of this name has, in lower case; nothing if they differ.
std::optional<std::string> only_value(const Headers& fields, std::string_view name) {
  const auto values = fields.all(name);
  const auto is_first = [&](std::string_view value) { return value == values.front(); };
  if (values.empty() || !std::all_of(values.begin(), values.end(), is_first)) return std::nullopt;
  return base::lower(values.front());
}

int read_length(Head& head, std::size_t body_bytes_max) {
  const auto length = only_value(head.fields, "content-length");
  if (!length) return status::bad_request;
  const char* end = length->data() + length->size();
  const auto [stopped, error] = std::from_chars(length->data(), end, head.body_bytes);
  if (error == std::errc::result_out_of_range && stopped == end) return status::content_too_large;
  if (error != std::errc() || stopped != end) return status::bad_request;
  return head.body_bytes > body_bytes_max ? status::content_too_large : 0;
}

/// How the body is delimited.
int read_framing(Head& head, std::size_t body_bytes_max) {
  const std::size_t encodings = head.fields.count("transfer-encoding");
  const bool has_length = head.fields.count("content-length") > 0;
  if (encodings == 0) return has_length ? read_length(head, body_bytes_max) : 0;
  head.chunked = only_value(head.fields, "transfer-encoding") == "chunked";
  const bool clear = head.chunked && encodings == 1 && !has_length && !head.http_1_0;
  return clear ? 0 : status::bad_request;
}

int read_meaning(Head& head, std::size_t body_bytes_max) {
  const Headers& fields = head.fields;
  const std::size_t hosts = fields.count("host");
  if (hosts > 1 || (hosts == 0 && !head.http_1_0)) return status::bad_request;
  if (const int fault = read_framing(head, body_bytes_max); fault != 0) return fault;
  if (fields.find("content-encoding") && only_value(fields, "content-encoding") != "identity") {
    return status::unsupported_media_type;
  }
  head.expects_continue = fields.count("expect") > 0;
  if (head.expects_continue && only_value(fields, "expect") != "100-continue") {
    return status::expectation_failed;
  }
  head.wants_close = head.http_1_0 || lists(fields, "connection", "close");
  return 0;
}

int read_fields(std::string_view lines, Headers& fields) {
  constexpr std::size_t fields_max = 100;
  while (const auto line = take_line(lines)) {
    if (fields.fields().size() == fields_max) return status::header_fields_too_large;
    if (!add_field(*line, fields)) return status::bad_request;
  }
  return 0;
}

}  // namespace

Head parse_head(std::string_view text, std::size_t body_bytes_max) {
  Head head;
  head.request_line = take_line(text).value_or(std::string_view());
  head.http_1_0 = head.request_line.ends_with(" HTTP/1.0");
  if (head.request_line.size() > request_line_bytes_max) {
    head.fault = status::uri_too_long;
  } else if (!is_value(head.request_line)) {
    head.fault = status::bad_request;
  } else {
    head.fault = read_fields(text, head.fields);
  }
  if (head.fault == 0) head.fault = read_meaning(head, body_bytes_max);
  return head;
}

}  // namespace http_server
