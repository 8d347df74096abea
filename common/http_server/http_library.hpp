#pragma once
// cpp-httplib, reduced to what it is good at: it parses requests and bodies and writes replies, on
// connections that are ours. The only place that knows it; versions 0.11 and 0.18 work.
// Its own server is not used: that starves calls behind streams, polls idle connections every ten
// milliseconds, knows no socket beyond 1023 and takes seconds to stop.

#include <memory>

#include "http_server/exchange.hpp"
#include "http_server/wire.hpp"

namespace http_server {

/// Thread-safe.
class HttpLibrary {
 public:
  HttpLibrary();
  ~HttpLibrary();

  /// Reads the rest of the request and writes the reply. False: the connection is of no further
  /// use.
  bool run(Exchange& exchange, Wire& wire);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace http_server
