#pragma once
// Names that stand for this machine in Host and Origin headers.

#include <string_view>

namespace endpoint {

/// "localhost", "127.0.0.1:8080", "[::1]": any port, letters of any case.
bool is_loopback_authority(std::string_view authority);

/// "http://localhost:6274" (RFC 6454, 6.1), with http or https.
bool is_loopback_origin(std::string_view origin);

}  // namespace endpoint
