#include "mcp-runlog/format/body.hpp"

#include <cmath>

#include "base/text.hpp"
#include "json/writer.hpp"

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

std::string text_body(std::string_view name, std::string_view text) {
  return json::Writer().begin_object().member(name, text).end_object().take();
}

std::string_view text_in(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  return value.is(json::Kind::text) ? value.text() : std::string_view();
}

std::string text_member(json::View object, std::string_view name) {
  return std::string(text_in(object, name));
}

std::string_view first_text_in(json::View object, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    if (const std::string_view text = text_in(object, name); !text.empty()) return text;
  }
  return {};
}

std::optional<std::int64_t> count_in(json::View object, std::string_view name) {
  const auto amount = amount_in(object, name);
  constexpr double count_max = 9e15;  // beyond it a double skips integers
  if (!amount || *amount > count_max) return std::nullopt;
  return static_cast<std::int64_t>(*amount);
}

std::optional<double> amount_in(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  if (!value.is(json::Kind::integer) && !value.is(json::Kind::number)) return std::nullopt;
  const double amount = value.number();
  if (!std::isfinite(amount) || amount < 0) return std::nullopt;
  return amount;
}

bool flag_in(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  return value.is(json::Kind::boolean) && value.boolean();
}

void append_texts(std::string_view body_json, std::size_t bytes_max, std::string& texts) {
  const json::Document body = parsed_body(body_json);
  append_texts_of(body.root(), texts.size() + bytes_max, texts);
}

}  // namespace runlog
