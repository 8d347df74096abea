#pragma once
// What may stand between two dots of a subject. Pure; needs no module.

#include <cstddef>
#include <string_view>

namespace nats {

inline constexpr std::size_t token_characters_max = 64;

/// True for 1 to 64 of A-Z a-z 0-9 _ -. No dots and no wildcards, so that a token can never widen
/// a subject or name another one.
bool is_token(std::string_view text);

}  // namespace nats
