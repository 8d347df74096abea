#include "support/tls_peer.hpp"

#include <openssl/ssl.h>

#include <csignal>
#include <stdexcept>
#include <string>

namespace support {
namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error("OpenSSL: cannot " + what);
}

}  // namespace

struct TlsPeer::Session {
  Owned<SSL_CTX> context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
  Owned<SSL> ssl{SSL_new(context.get()), SSL_free};
};

TlsPeer::TlsPeer(int socket) : session_(std::make_unique<Session>()) {
  std::signal(SIGPIPE, SIG_IGN);
  SSL* ssl = session_->ssl.get();
  require(SSL_set_fd(ssl, socket) == 1 && SSL_connect(ssl) == 1, "agree with the server");
}

TlsPeer::~TlsPeer() = default;

ssize_t TlsPeer::read(char* to, std::size_t size) {
  return SSL_read(session_->ssl.get(), to, static_cast<int>(size));
}

ssize_t TlsPeer::write(std::string_view bytes) {
  return SSL_write(session_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace support
