#pragma once
// SHA-256 and what is made of it: content hashes, token look-ups, signatures.

#include <string>
#include <string_view>

namespace base {

/// 32 raw bytes.
std::string sha256(std::string_view bytes);

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104): 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Equality for secrets, hashes of secrets and signatures: the time it takes tells the lengths, but
/// not where two values of one length differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace base
