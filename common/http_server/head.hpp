#pragma once
// The head of a request, read strictly: where a server and a proxy in front of it could disagree on
// where a request ends, it is refused (RFC 9112, 6.3 and 11.2). The HTTP library forgives more, and
// decodes percent signs in values; it gets to see only what this gives.

#include <cstddef>
#include <string>
#include <string_view>

#include "http_server/message.hpp"

namespace http_server {

struct Head {
  std::string request_line;  ///< as sent, not looked into
  Headers fields = {};
  std::size_t body_bytes = 0;  ///< if not chunked
  bool chunked = false;
  bool http_1_0 = false;
  bool wants_close = false;       ///< the peer wants no further request on this connection
  bool expects_continue = false;  ///< it sends the body after being told to
  int fault = 0;                  ///< the status that refuses it; 0: none

  bool has_body() const { return chunked || body_bytes > 0; }
};

/// `text`: lines, each ending in CR LF, without the empty line. A head with a fault may be
/// incomplete.
Head parse_head(std::string_view text, std::size_t body_bytes_max);

}  // namespace http_server
