#include "http_server/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <new>

#include "base/format.hpp"

namespace http_server {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// The earliest error in OpenSSL's queue of this thread is the cause, the rest is where it led.
std::string reason() {
  const unsigned long error = ERR_get_error();
  ERR_clear_error();
  if (ERR_SYSTEM_ERROR(error)) return std::strerror(ERR_GET_REASON(error));
  const char* text = ERR_reason_error_string(error);
  return text == nullptr ? "unknown error" : text;
}

class TlsChannel final : public Channel {
 public:
  TlsChannel(Session session, int socket) : session_(std::move(session)), socket_(socket) {}

  Transfer open(Deadline deadline) override {
    const Transfer opened = repeat(deadline, [this] { return SSL_accept(session_.get()); });
    open_ = opened == Transfer::done;
    return opened;
  }

  Transfer read(std::string& buffer, Deadline deadline) override {
    std::array<char, 8192> bytes;
    std::size_t size = 0;
    const Transfer read = repeat(
        deadline, [&] { return SSL_read_ex(session_.get(), bytes.data(), bytes.size(), &size); });
    if (read == Transfer::done) buffer.append(bytes.data(), size);
    return read;
  }

  Transfer write(std::string_view bytes, Deadline deadline) override {
    std::size_t size = 0;
    return repeat(deadline,
                  [&] { return SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &size); });
  }

  void finish() override {
    ERR_clear_error();
    if (open_) SSL_shutdown(session_.get());
    open_ = false;
    ::shutdown(socket_, SHUT_WR);
  }

 private:
  /// Until the operation succeeds; either direction may have to wait for the other.
  template <class Operation>
  Transfer repeat(Deadline deadline, const Operation& operation) {
    for (;;) {
      ERR_clear_error();
      const int result = operation();
      if (result > 0) return Transfer::done;
      const int error = SSL_get_error(session_.get(), result);
      if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
        open_ = false;  // OpenSSL forbids a farewell after a fatal error
        return Transfer::ended;
      }
      const short events = error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
      const Transfer ready = wait_for(socket_, events, deadline);
      if (ready != Transfer::done) return ready;
    }
  }

  const Session session_;
  const int socket_;
  bool open_ = false;
};

class LoadedIdentity final : public TlsIdentity {
 public:
  explicit LoadedIdentity(Context context) : context_(std::move(context)) {}

  std::unique_ptr<Channel> channel(int socket) override {
    Session session(SSL_new(context_.get()), SSL_free);
    if (session == nullptr || SSL_set_fd(session.get(), socket) != 1) throw std::bad_alloc();
    return std::make_unique<TlsChannel>(std::move(session), socket);
  }

 private:
  const Context context_;
};

/// Instead of OpenSSL's own, which asks the terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

}  // namespace

base::Result<std::unique_ptr<TlsIdentity>> load_tls_identity(const Tls& files) {
  ERR_clear_error();
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (context == nullptr) {
    return base::unavailable(base::format("OpenSSL does not start: {}", reason()));
  }
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_default_passwd_cb(context.get(), no_passphrase);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate_file.c_str()) != 1) {
    return base::invalid(
        base::format("cannot use the certificate {}: {}", files.certificate_file, reason()));
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    return base::invalid(base::format("cannot use the key {} for the certificate {}: {}",
                                      files.key_file,
                                      files.certificate_file,
                                      reason()));
  }
  return std::unique_ptr<TlsIdentity>(std::make_unique<LoadedIdentity>(std::move(context)));
}

}  // namespace http_server
