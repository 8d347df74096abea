#pragma once

// The status codes of RFC 9110 (section 15) and RFC 6585 with which requests are turned away.

namespace http_server::status {

inline constexpr int bad_request = 400;
inline constexpr int request_timeout = 408;
inline constexpr int content_too_large = 413;
inline constexpr int uri_too_long = 414;
inline constexpr int unsupported_media_type = 415;
inline constexpr int expectation_failed = 417;
inline constexpr int header_fields_too_large = 431;
inline constexpr int internal_server_error = 500;
inline constexpr int service_unavailable = 503;

}  // namespace http_server::status
