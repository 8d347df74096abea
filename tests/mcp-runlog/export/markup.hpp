#pragma once
// Looks at markup the way a strict reader would: every element closed in order, every attribute
// quoted, every "&" an entity. What a browser would forgive is a fault here.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace markup {

struct Element {
  std::string tag;
  std::vector<std::pair<std::string, std::string>> attributes;
};

struct Read {
  std::vector<Element> elements;
  std::string text;    ///< of all elements but style and script, with entities resolved
  std::string style;   ///< of the style elements
  std::string script;  ///< of the script elements
  std::string fault;   ///< empty: none
};

Read read(std::string_view page);

/// Empty if the element has no such attribute.
std::string attribute_of(const Element& element, std::string_view name);

}  // namespace markup
