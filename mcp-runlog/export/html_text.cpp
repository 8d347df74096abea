#include "mcp-runlog/export/html_text.hpp"

#include "base/check.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::string_view special = "&<>\"'";

std::string_view entity_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  const std::string shown = base::without_hidden_characters(text);
  std::string result;
  result.reserve(shown.size() + shown.size() / 8);
  std::size_t begin = 0;
  for (std::size_t at = shown.find_first_of(special); at != std::string::npos;
       at = shown.find_first_of(special, begin)) {
    result.append(shown, begin, at - begin).append(entity_of(shown[at]));
    begin = at + 1;
  }
  return result.append(shown, begin);
}

void Html::begin(std::string_view tag, Attributes attributes) {
  page_.append("<").append(tag);
  for (const Attribute& attribute : attributes)
    page_.append(" ")
        .append(attribute.name)
        .append("=\"")
        .append(escaped(attribute.value))
        .append("\"");
}

Html& Html::open(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  page_ += '>';
  open_.push_back(tag);
  return *this;
}

Html& Html::close() {
  CHECK(!open_.empty());
  page_.append("</").append(open_.back()).append(">");
  open_.pop_back();
  return *this;
}

Html& Html::leaf(std::string_view tag, Attributes attributes, std::string_view text) {
  return open(tag, attributes).text(text).close();
}

Html& Html::empty(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  page_ += "/>";
  return *this;
}

Html& Html::text(std::string_view text) {
  page_ += escaped(text);
  return *this;
}

Html& Html::ours(std::string_view source) {
  page_ += source;
  return *this;
}

Html& Html::new_line() {
  page_ += '\n';
  return *this;
}

std::string Html::take() {
  CHECK(open_.empty());
  return std::move(page_);
}

}  // namespace runlog
