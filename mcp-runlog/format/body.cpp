#include "mcp-runlog/format/body.hpp"

#include "base/text.hpp"

namespace runlog {
namespace {

void append_texts_of(json::View value, std::size_t bytes_max, std::string& texts) {
  if (texts.size() >= bytes_max) return;
  if (value.is(json::Kind::text)) {
    texts += '\n';
    texts += base::prefix(value.text(), bytes_max - texts.size());
    return;
  }
  const bool is_object = value.is(json::Kind::object);
  for (std::size_t at = 0; at < value.size(); ++at)
    append_texts_of(is_object ? value.member_value(at) : value.item(at), bytes_max, texts);
}

}  // namespace

json::Document parsed_body(std::string_view body_json) {
  if (!body_json.empty()) {
    auto document = json::parse(body_json);
    if (document && document->root().is(json::Kind::object)) return std::move(document).value();
  }
  return std::move(json::parse("{}")).value();
}

std::string text_member(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

void append_texts(std::string_view body_json, std::size_t bytes_max, std::string& texts) {
  const json::Document body = parsed_body(body_json);
  append_texts_of(body.root(), texts.size() + bytes_max, texts);
}

}  // namespace runlog
