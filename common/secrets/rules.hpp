#pragma once
// The rules, the surest first. Each reads the whole text once and gives what it finds in order of
// begin; one rule's findings do not overlap.

#include "secrets/finding.hpp"
#include "secrets/text.hpp"

namespace secrets {

/// PEM blocks, whole or cut off, with line breaks or with the two characters \n.
Findings find_private_keys(const Text& text);

/// No token of a known format is shorter.
inline constexpr std::size_t token_bytes_min = 20;

/// Tokens of known formats: the table in token_formats.cpp.
Findings find_tokens(const Text& text);

/// scheme://user:password@host; the password only.
Findings find_url_passwords(const Text& text);

/// What follows Bearer and Basic, and what an Authorization header says.
Findings find_authorization(const Text& text);

/// Values in Cookie and Set-Cookie.
Findings find_cookies(const Text& text);

/// Values of names that promise a secret, and passwords in connection strings of `key=value`.
Findings find_assigned_values(const Text& text);

}  // namespace secrets
