#pragma once
// Encryption: TLS 1.2 or newer, with one certificate for all connections. The only place that knows
// OpenSSL. Writing to a peer that is gone must not raise SIGPIPE, as OpenSSL cannot keep it away:
// the process ignores that signal (the HTTP library sees to it).

#include <memory>

#include "base/result.hpp"
#include "http_server/channel.hpp"
#include "http_server/server.hpp"

namespace http_server {

/// Certificate and key. Thread-safe; outlives its channels.
class TlsIdentity {
 public:
  virtual ~TlsIdentity() = default;

  /// `socket` does not block, and outlives the channel. Throws std::bad_alloc.
  virtual std::unique_ptr<Channel> channel(int socket) = 0;
};

/// invalid: a file cannot be read or used, or the key is not the certificate's.
base::Result<std::unique_ptr<TlsIdentity>> load_tls_identity(const Tls& files);

}  // namespace http_server
