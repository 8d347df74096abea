#pragma once
// Columns of text for a terminal: width as it is shown, colours as the user asked. Text from data
// loses its control characters, so that it cannot move the cursor or change a colour.

#include <cstddef>
#include <string>
#include <string_view>

namespace runlog {

/// What a terminal gives the text: two columns to wide characters, none to those that combine.
std::size_t columns_of(std::string_view text);

enum class Side { left, right };

/// One line of exactly so many columns; what is too long ends in "…".
std::string fitted(std::string_view text, std::size_t columns, Side side = Side::left);

/// The same without padding.
std::string at_most(std::string_view text, std::size_t columns);

enum class Tint { plain, faint, bold, red, green, yellow, blue, magenta, cyan };

/// `text` comes from fitted(), at_most() or this program itself.
std::string tinted(std::string text, Tint tint, bool colour);

}  // namespace runlog
