#pragma once
// Questions to a client, in the words of both eras: the params of elicitation/create and
// sampling/createMessage, and what an answer says.

#include <string>
#include <string_view>

#include "json/document.hpp"

namespace conformance {

inline constexpr std::string_view elicitation = "elicitation/create";
inline constexpr std::string_view sampling = "sampling/createMessage";
inline constexpr std::string_view list_roots = "roots/list";

/// A form whose fields are those of `properties_json`. `required_json`: a list of their names.
std::string form(std::string_view message,
                 std::string_view properties_json,
                 std::string_view required_json = "[]");

/// A form with one required field of a JSON Schema type.
std::string form_with(std::string_view message, std::string_view field, std::string_view type);

/// One message of a user for the client's model.
std::string sampling_of(std::string_view prompt, int tokens_max);

/// A field of a form that was accepted; absent otherwise.
json::View accepted(json::View answer, std::string_view field);

/// True if the user would not fill in a form: asking again would not help.
bool is_refused(json::View answer);

/// What a model said; absent if the answer is none of a model.
json::View said(json::View answer);

/// The text that a view holds, or its JSON.
std::string shown(json::View value);

}  // namespace conformance
