#include "mcp-runlog/redaction/caps.hpp"

#include <algorithm>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "secrets/mark.hpp"

namespace runlog {
namespace {

/// No mark is longer.
constexpr std::size_t mark_bytes_max = 128;

/// The mark that `at` cuts; begin and end are `at` if there is none.
secrets::MarkPlace mark_around(std::string_view text, std::size_t at) {
  std::size_t from = at - std::min(at, mark_bytes_max);
  for (;;) {
    const secrets::MarkPlace mark = secrets::next_mark(text.substr(0, at + mark_bytes_max), from);
    if (mark.begin >= at) return {at, at};
    if (mark.end > at) return mark;
    from = mark.end;
  }
}

/// What a byte takes in a JSON string.
std::size_t encoded_bytes(char c) {
  return c == '"' || c == '\\' || c == '\n' || c == '\t' ? 2 : 1;
}

std::size_t encoded_bytes(std::string_view text) {
  std::size_t bytes = 0;
  for (const char c : text)
    bytes += encoded_bytes(c);
  return bytes;
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The end of the longest head that takes at most so many bytes.
std::size_t head_end(std::string_view text, std::size_t encoded_max) {
  std::size_t end = 0;
  for (std::size_t bytes = 0; end < text.size(); ++end) {
    bytes += encoded_bytes(text[end]);
    if (bytes > encoded_max) break;
  }
  while (end > 0 && end < text.size() && continues(text[end]))
    --end;
  return mark_around(text, end).begin;
}

std::size_t tail_begin(std::string_view text, std::size_t encoded_max) {
  std::size_t begin = text.size();
  for (std::size_t bytes = 0; begin > 0; --begin) {
    bytes += encoded_bytes(text[begin - 1]);
    if (bytes > encoded_max) break;
  }
  while (begin < text.size() && continues(text[begin]))
    ++begin;
  return mark_around(text, begin).end;
}

void collect_sizes(json::View value, std::vector<std::size_t>& sizes) {
  if (value.is(json::Kind::text)) sizes.push_back(encoded_bytes(value.text()));
  for (std::size_t at = 0; at < value.size(); ++at)
    collect_sizes(value.is(json::Kind::list) ? value.item(at) : value.member_value(at), sizes);
}

/// The size to which texts have to shrink so that `excess` bytes go; 0 if none is large enough.
std::size_t size_for_all(std::vector<std::size_t> sizes, std::size_t excess) {
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  std::size_t sum = 0;
  for (std::size_t at = 0; at < sizes.size() && sizes[at] > limits::body_text_bytes_min; ++at) {
    sum += sizes[at];
    const std::size_t next = at + 1 < sizes.size() ? sizes[at + 1] : 0;
    const std::size_t floor = std::max(next, limits::body_text_bytes_min);
    if (sum - floor * (at + 1) < excess) continue;
    return (sum - excess) / (at + 1);
  }
  return 0;
}

void write_capped(json::Writer& out, json::View value, std::size_t text_max) {
  switch (value.kind()) {
    case json::Kind::text:
      out.text(without_middle(value.text(), text_max));
      return;
    case json::Kind::list:
      out.begin_list();
      for (std::size_t at = 0; at < value.size(); ++at)
        write_capped(out, value.item(at), text_max);
      out.end_list();
      return;
    case json::Kind::object:
      out.begin_object();
      for (std::size_t at = 0; at < value.size(); ++at) {
        out.key(value.member_name(at));
        write_capped(out, value.member_value(at), text_max);
      }
      out.end_object();
      return;
    default:
      out.raw(value.dump());
  }
}

std::string as_text(std::string_view body, std::size_t bytes_max) {
  constexpr std::string_view around = R"({"text":""})";
  json::Writer out;
  out.begin_object();
  out.member("text", without_middle(body, bytes_max - around.size()));
  return out.end_object().take();
}

}  // namespace

std::string_view cut_before_marks(std::string_view text, std::size_t bytes_max) {
  const std::size_t end = base::prefix(text, bytes_max).size();
  return end == text.size() ? text : text.substr(0, mark_around(text, end).begin);
}

std::string shortened_outside_marks(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view ellipsis = "...";
  if (text.size() <= bytes_max) return std::string(text);
  return std::string(cut_before_marks(text, bytes_max - ellipsis.size())).append(ellipsis);
}

std::string without_middle(std::string_view text, std::size_t encoded_bytes_max) {
  constexpr std::size_t note_bytes_max = 80;
  if (encoded_bytes(text) <= encoded_bytes_max) return std::string(text);
  const std::size_t part = (encoded_bytes_max - note_bytes_max) / 2;
  const std::size_t head = head_end(text, part);
  const std::size_t tail = tail_begin(text, part);
  return base::format("{}\n[... {} of {} bytes left out ...]\n{}",
                      text.substr(0, head),
                      tail - head,
                      text.size(),
                      text.substr(tail));
}

std::string capped_body(std::string body, std::size_t bytes_max) {
  if (body.size() <= bytes_max) return body;
  const auto document = json::parse(body);
  if (!document) return as_text(body, bytes_max);
  std::vector<std::size_t> sizes;
  collect_sizes(document->root(), sizes);
  const std::size_t text_max = size_for_all(std::move(sizes), body.size() - bytes_max);
  if (text_max == 0) return as_text(body, bytes_max);
  json::Writer out;
  write_capped(out, document->root(), text_max);
  return out.take();
}

}  // namespace runlog
