#pragma once
// Caps: how a text or a body is brought within its size. Its head and tail stay, marks
// (secrets/mark.hpp) stay whole, and what is left out is counted where it stood. Texts are UTF-8
// without hidden characters.

#include <cstddef>
#include <string>
#include <string_view>

namespace runlog {

/// The prefix of at most so many bytes that cuts no character and no mark.
std::string_view cut_before_marks(std::string_view text, std::size_t bytes_max);

/// The same with "..." where something was cut; never longer than `bytes_max`.
std::string shortened_outside_marks(std::string_view text, std::size_t bytes_max);

/// Head and tail with a line between that says how many bytes were left out. As a JSON string it
/// has at most `encoded_bytes_max` bytes between its quotes, which must be 128 or more.
std::string without_middle(std::string_view text, std::size_t encoded_bytes_max);

/// `body`, a JSON object in normal form, within `bytes_max`: its largest texts lose their middle,
/// down to one size for all of them. If that does not help, {"text": ...} with its JSON as text.
std::string capped_body(std::string body, std::size_t bytes_max);

}  // namespace runlog
