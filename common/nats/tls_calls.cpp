#include "nats/tls_calls.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <openssl/ssl.h>

#include <mutex>

#include "nats/ready.hpp"

namespace nats {
namespace {

thread_local HandshakeLimit* handshake_limit = nullptr;

/// Why the last call of this thread failed. Asked again later, outside the lock, the session would
/// tell of the other thread's call.
struct Failure {
  const SSL* session = nullptr;
  int code = SSL_ERROR_NONE;
};

thread_local Failure last_failure;

/// OpenSSL's own function of this name.
template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int code_of(const SSL* session, int result) {
  static auto* const get_error = next<decltype(SSL_get_error)>("SSL_get_error");
  return get_error(session, result);
}

/// One for all sessions: no socket blocks, so nobody waits here for more than another's call.
std::mutex turns;

template <class Call>
int in_turn(const SSL* session, const Call& call) {
  const std::scoped_lock turn(turns);
  const int result = call();
  if (result <= 0) last_failure = {session, code_of(session, result)};
  return result;
}

short events_for(int code) {
  if (code == SSL_ERROR_WANT_READ) return POLLIN;
  return code == SSL_ERROR_WANT_WRITE ? POLLOUT : 0;
}

int shake_hands(SSL* session) {
  static auto* const shake = next<decltype(SSL_do_handshake)>("SSL_do_handshake");
  if (handshake_limit == nullptr) return shake(session);
  const auto deadline = std::chrono::steady_clock::now() + handshake_limit->time_max();
  handshake_limit->note_handshake(false);
  const int socket = SSL_get_fd(session);
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  for (;;) {
    const int result = shake(session);
    if (result == 1) return result;
    const short events = events_for(code_of(session, result));
    if (events == 0) return result;
    handshake_limit->note_handshake(!is_ready(socket, events, deadline));
    if (handshake_limit->was_reached()) return result;
  }
}

}  // namespace

void prepare_tls() {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

HandshakeLimit::HandshakeLimit(std::chrono::milliseconds time_max) : time_max_(time_max) {
  handshake_limit = this;
}

HandshakeLimit::~HandshakeLimit() {
  handshake_limit = nullptr;
}

}  // namespace nats

extern "C" {

__attribute__((visibility("default"))) int SSL_do_handshake(SSL* s) {
  nats::last_failure = {};
  return nats::shake_hands(s);
}

__attribute__((visibility("default"))) int SSL_read(SSL* ssl, void* buf, int num) {
  static auto* const read = nats::next<decltype(SSL_read)>("SSL_read");
  return nats::in_turn(ssl, [&] { return read(ssl, buf, num); });
}

__attribute__((visibility("default"))) int SSL_write(SSL* ssl, const void* buf, int num) {
  static auto* const write = nats::next<decltype(SSL_write)>("SSL_write");
  return nats::in_turn(ssl, [&] { return write(ssl, buf, num); });
}

__attribute__((visibility("default"))) int SSL_get_error(const SSL* s, int ret_code) {
  const nats::Failure& last = nats::last_failure;
  return ret_code <= 0 && last.session == s ? last.code : nats::code_of(s, ret_code);
}

}  // extern "C"
