#include "mcp-runlog/format/event_line.hpp"

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/fields.hpp"

namespace json {

template <>
struct Codec<base::Instant> {
  static Rule rule() {
    Rule rule = text_rule(1, 40);
    rule.form =
        Form{.words = "a time such as 2026-11-22T20:27:04.123Z",
             .keyword = {},
             .keyword_value = {},
             .accepts = [](std::string_view text) { return base::parse_iso(text).has_value(); }};
    return rule;
  }

  static base::Instant read(View value) {
    return base::parse_iso(value.text()).value_or(base::Instant{});
  }

  static void write(Writer& out, base::Instant value) { out.text(base::to_iso(value)); }

  static bool is_empty(base::Instant) { return false; }
};

}  // namespace json

namespace runlog {
namespace {

/// A line has room for a body at its cap beside all that describes it.
constexpr std::size_t text_characters_max = 4096;

struct Line : Event {
  json::Object body = {};
};

json::Form run_id_form() {
  return {.words = "a UUID in lower case",
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) {
            return base::is_uuid(text) && base::lower(text) == text;
          }};
}

json::Form event_id_form() {
  return {.words = "32 hex digits in lower case",
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) {
            constexpr std::size_t digits = 32;
            return text.size() == digits &&
                   text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
          }};
}

json::Field<Line> text_field(std::string name, std::string Event::*member) {
  return json::field<Line>(std::move(name), member).characters(1, text_characters_max).optional();
}

const json::Shape<Line>& shape() {
  static const json::Shape<Line> shape{{
      json::field<Line>("id", &Event::id).form(event_id_form()),
      json::field<Line>("source", &Event::source),
      text_field("stream", &Event::stream),
      json::field<Line>("sequence", &Event::sequence).between(0, INT64_MAX).defaulted(),
      text_field("clock", &Event::clock),
      json::field<Line>("at", &Event::at),
      json::field<Line>("received_at", &Event::received_at),
      text_field("run_id", &Event::run_id).form(run_id_form()),
      text_field("session_id", &Event::session_id),
      text_field("prompt_id", &Event::prompt_id),
      json::field<Line>("kind", &Event::kind),
      json::field<Line>("severity", &Event::severity).defaulted(),
      text_field("agent", &Event::agent),
      text_field("actor", &Event::actor),
      text_field("title", &Event::title),
      text_field("cause_id", &Event::cause_id).form(event_id_form()),
      text_field("tool_use_id", &Event::tool_use_id),
      text_field("tool", &Event::tool),
      text_field("file_path", &Event::file_path),
      json::field<Line>("duration_ms", &Event::duration_ms),
      json::field<Line>("cost_usd", &Event::cost_usd),
      json::field<Line>("tokens_in", &Event::tokens_in),
      json::field<Line>("tokens_out", &Event::tokens_out),
      json::field<Line>("redactions", &Event::redactions).between(0, INT64_MAX).defaulted(),
      json::field<Line>("original_bytes", &Event::original_bytes),
      json::field("body", &Line::body).optional(),
  }};
  return shape;
}

std::string words_of(const json::Rejection& rejection) {
  std::string words;
  for (const json::Violation& violation : rejection.violations) {
    if (!words.empty()) words += "; ";
    words += base::format("{} {}", violation.pointer, violation.what);
  }
  return base::one_line(words, 1000);
}

}  // namespace

void write_event(json::Writer& out, const Event& event) {
  Line line{event};
  line.body.text = event.body_json;
  shape().write(out, line);
}

std::string event_line(const Event& event) {
  json::Writer out;
  write_event(out, event);
  return out.take();
}

base::Result<Event> read_event_line(std::string_view line) {
  const json::Document document = TRY(json::parse(line));
  auto decoded = shape().decode(document.root());
  if (const auto* rejection = std::get_if<json::Rejection>(&decoded))
    return base::invalid(words_of(*rejection));
  Line& read = std::get<Line>(decoded);
  Event& event = read;
  event.body_json = std::move(read.body.text);
  return std::move(event);
}

}  // namespace runlog
