#pragma once
// Html: a page as it is put together. The only place where text becomes markup: whatever goes in
// as text or as the value of an attribute is escaped once, here, and loses its hidden characters;
// and what was opened is closed in order. Names of elements and attributes are this program's own.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace runlog {

class Html {
 public:
  struct Attribute {
    std::string_view name;
    std::string value = {};
  };

  using Attributes = std::initializer_list<Attribute>;

  /// `tag` must outlive the element.
  Html& open(std::string_view tag, Attributes attributes = {});
  Html& close();

  /// Opened, filled and closed.
  Html& leaf(std::string_view tag, Attributes attributes, std::string_view text);

  Html& leaf(std::string_view tag, std::string_view text) { return leaf(tag, {}, text); }

  /// Without content: meta, input, shapes of SVG.
  Html& empty(std::string_view tag, Attributes attributes);

  Html& text(std::string_view text);

  /// Style or script, as it is. Never anything that was stored.
  Html& ours(std::string_view source);

  /// A line feed, where it is no text of the page.
  Html& new_line();

  std::size_t size() const { return page_.size(); }

  /// Everything must be closed.
  std::string take();

 private:
  void begin(std::string_view tag, Attributes attributes);

  std::string page_;
  std::vector<std::string_view> open_;
};

/// As the text of an element or the value of an attribute.
std::string escaped(std::string_view text);

}  // namespace runlog
