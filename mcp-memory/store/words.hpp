#pragma once
// From a question in anybody's words to a full-text expression that cannot be a syntax error.

#include <string>
#include <string_view>

namespace memory {

/// Every word quoted, joined by OR: with an implicit AND nearly every question in plain language
/// finds nothing. A word with punctuation in it counts as it stands and by its parts. Words that
/// say nothing ("the", "how") count only if there are no others; at most 32 words and 32 parts
/// count. Empty if there is nothing to look for.
std::string match_expression(std::string_view question);

}  // namespace memory
