#include "mcp-runlog/export/markup.hpp"

#include <array>
#include <cctype>

namespace markup {
namespace {

constexpr std::string_view doctype = "<!DOCTYPE html>";

bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

class Reader {
 public:
  explicit Reader(std::string_view page) : left_(page) {}

  Read take() {
    if (left_.starts_with(doctype)) left_.remove_prefix(doctype.size());
    while (!left_.empty() && read_.fault.empty())
      step();
    if (read_.fault.empty() && !open_.empty()) fail("never closed: " + open_.back());
    return std::move(read_);
  }

 private:
  void fail(const std::string& what) {
    if (read_.fault.empty()) read_.fault = what + " before: " + std::string(left_.substr(0, 80));
  }

  void step() {
    if (left_.starts_with("</"))
      close();
    else if (left_.starts_with('<'))
      open();
    else
      read_.text += character();
  }

  /// One character of text or of a value, with its entity resolved.
  char character() {
    constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    for (const auto& [entity, c] : entities) {
      if (!left_.starts_with(entity)) continue;
      left_.remove_prefix(entity.size());
      return c;
    }
    const char c = left_.front();
    if (c == '&' || c == '<' || c == '>') fail("a bare character");
    left_.remove_prefix(1);
    return c;
  }

  std::string name() {
    std::size_t end = 0;
    while (end < left_.size() && is_name_char(left_[end]))
      ++end;
    std::string name(left_.substr(0, end));
    left_.remove_prefix(end);
    if (name.empty()) fail("a name is missing");
    return name;
  }

  bool taken(std::string_view wanted) {
    if (!left_.starts_with(wanted)) return false;
    left_.remove_prefix(wanted.size());
    return true;
  }

  void attribute(Element& element) {
    std::string key = name();
    std::string value;
    if (!taken("=\"")) return fail("an attribute without a quoted value");
    while (read_.fault.empty() && !left_.empty() && !left_.starts_with('"'))
      value += character();
    if (!taken("\"")) fail("a value without its end");
    element.attributes.emplace_back(std::move(key), std::move(value));
  }

  void open() {
    left_.remove_prefix(1);
    Element element{name(), {}};
    while (read_.fault.empty() && taken(" "))
      attribute(element);
    const std::string tag = element.tag;
    read_.elements.push_back(std::move(element));
    if (taken("/>")) return;
    if (!taken(">")) return fail("an element that does not end");
    open_.push_back(tag);
    if (tag == "style") read_.style += raw("</style>");
    if (tag == "script") read_.script += raw("</script>");
  }

  std::string raw(std::string_view end) {
    std::string text(left_.substr(0, left_.find(end)));
    left_.remove_prefix(text.size());
    return text;
  }

  void close() {
    left_.remove_prefix(2);
    const std::string tag = name();
    if (!taken(">")) fail("an end that does not end");
    if (open_.empty() || open_.back() != tag) return fail("closed, but not open: " + tag);
    open_.pop_back();
  }

  std::string_view left_;
  std::vector<std::string> open_;
  Read read_;
};

}  // namespace

Read read(std::string_view page) {
  return Reader(page).take();
}

std::string attribute_of(const Element& element, std::string_view name) {
  for (const auto& [key, value] : element.attributes) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace markup
