#pragma once
// Questions to the body of an event, an object as JSON text. A body is data from outside: what is
// not there, or not of the kind that is looked for, is simply not found.

#include <cstddef>
#include <string>
#include <string_view>

#include "json/document.hpp"

namespace runlog {

/// The body as a document; an empty object if it is empty or no object.
json::Document parsed_body(std::string_view body_json);

/// The text of a member; empty if there is none.
std::string text_member(json::View object, std::string_view name);

/// Appends all texts within the body, a line each, until there are so many bytes of them.
void append_texts(std::string_view body_json, std::size_t bytes_max, std::string& texts);

}  // namespace runlog
