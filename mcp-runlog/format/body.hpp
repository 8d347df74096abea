#pragma once
// Questions to the body of an event, an object as JSON text, and to objects that others wrote. They
// are data from outside: what is not there, or not of the kind that is looked for, is simply not
// found.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"

namespace runlog {

/// The body as a document; an empty object if it is empty or no object.
json::Document parsed_body(std::string_view body_json);

/// {"name": text}
std::string text_body(std::string_view name, std::string_view text);

/// The text of a member; empty if there is none. Borrowed from the document.
std::string_view text_in(json::View object, std::string_view name);

/// The same as a text of its own.
std::string text_member(json::View object, std::string_view name);

/// The first of these members that is text and not empty. Borrowed from the document.
std::string_view first_text_in(json::View object, const std::vector<std::string_view>& names);

/// A count or milliseconds: not negative; rounded down.
std::optional<std::int64_t> count_in(json::View object, std::string_view name);
std::optional<double> amount_in(json::View object, std::string_view name);
bool flag_in(json::View object, std::string_view name);

/// Appends all texts within the body, a line each, until there are so many bytes of them.
void append_texts(std::string_view body_json, std::size_t bytes_max, std::string& texts);

}  // namespace runlog
