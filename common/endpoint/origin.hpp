#pragma once
// What Host and Origin headers say.

#include <string_view>

namespace endpoint {

/// "localhost", "127.0.0.1:8080", "[::1]": any port, letters of any case.
bool is_loopback_authority(std::string_view authority);

/// "http://localhost:6274" (RFC 6454, 6.1), with http or https.
bool is_loopback_origin(std::string_view origin);

/// The form in which browsers send one: http or https, a host in lower case, maybe a port.
bool is_origin(std::string_view text);

}  // namespace endpoint
