#pragma once
// Base64 (RFC 4648). Readers are strict: every sequence of bytes has exactly one spelling, so text
// that reads as something is what the writer would write. Line breaks and blanks are refused.

#include <optional>
#include <string>
#include <string_view>

namespace base {

/// Section 4: the alphabet with + and /, padded.
std::string base64(std::string_view bytes);

/// Nothing if the text is not what base64() gives.
std::optional<std::string> read_base64(std::string_view text);

/// Section 5: the alphabet with - and _, for tokens and URLs; without padding.
std::string base64_url(std::string_view bytes);

/// Nothing if the text is not what base64_url() gives.
std::optional<std::string> read_base64_url(std::string_view text);

}  // namespace base
