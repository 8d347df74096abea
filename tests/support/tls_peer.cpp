#include "support/tls_peer.hpp"

#include <openssl/ssl.h>

#include <csignal>
#include <stdexcept>

namespace support {

struct TlsPeer::Session {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()),
                                                            SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context.get()), SSL_free};
};

TlsPeer::TlsPeer(int socket) : session_(std::make_unique<Session>()) {
  std::signal(SIGPIPE, SIG_IGN);
  SSL* ssl = session_->ssl.get();
  if (SSL_set_fd(ssl, socket) != 1 || SSL_connect(ssl) != 1)
    throw std::runtime_error("OpenSSL: cannot agree with the server");
}

TlsPeer::~TlsPeer() = default;

ssize_t TlsPeer::read(char* to, std::size_t size) {
  return SSL_read(session_->ssl.get(), to, static_cast<int>(size));
}

ssize_t TlsPeer::write(std::string_view bytes) {
  return SSL_write(session_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace support
