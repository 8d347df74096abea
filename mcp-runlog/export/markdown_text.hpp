#pragma once
// Text that was stored, in Markdown. It stands in code spans and fences and nowhere else, and both
// are longer than any run of the same character within: so nothing in it is markup, a link, an
// image, HTML or a mention, whatever it says. Hidden characters are taken out.

#include <cstddef>
#include <string>
#include <string_view>

namespace runlog {

/// One line as a code span; a dash if there is nothing to say.
std::string code_span(std::string_view text, std::size_t bytes_max);

/// The same where a bar would end the cell of a table.
std::string code_cell(std::string_view text, std::size_t bytes_max);

/// A fenced block. What is beyond `bytes_max` is left out, and said to be.
std::string fenced(std::string_view text, std::string_view language, std::size_t bytes_max);

}  // namespace runlog
