#pragma once
// Words of plain English that say nothing about what a text is about.

#include <string_view>

namespace memory {

/// True for "the", "how" and the like, in any case.
bool says_nothing(std::string_view word);

/// True for what looks like a piece of code, a path, an error code or a name in a script without
/// spaces: something that is looked for in part, letter by letter.
bool is_fragment(std::string_view word);

}  // namespace memory
