// TLS in front of a NATS server that has none: restless-tls SERVER_PORT CERTIFICATE KEY. It prints
// the port on which it listens, and runs until it is killed. With each piece of an answer it renews
// its keys, asks the other side to do so too, and gives out a ticket: what any server may do at any
// time, and does rarely.

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "support/loopback.hpp"

namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

const sockaddr* plain(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

base::Fd tcp_socket() {
  return base::Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// The server's first line, changed so that it asks for TLS.
bool greet(int client, int server) {
  constexpr std::string_view opening = "INFO {";
  std::string line;
  for (char next = 0; next != '\n'; line += next) {
    if (::recv(server, &next, 1, 0) != 1) return false;
  }
  if (!line.starts_with(opening)) return false;
  return send_all(client, line.insert(opening.size(), R"("tls_required":true,)"));
}

bool renew(SSL* session) {
  return SSL_new_session_ticket(session) == 1 && SSL_do_handshake(session) == 1 &&
         SSL_key_update(session, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(session) == 1;
}

/// False at the end of the connection.
bool pass_question(SSL* session, int server) {
  std::array<char, 4096> bytes;
  do {
    const int got = SSL_read(session, bytes.data(), static_cast<int>(bytes.size()));
    if (got <= 0) return SSL_get_error(session, got) == SSL_ERROR_WANT_READ;
    if (!send_all(server, {bytes.data(), static_cast<std::size_t>(got)})) return false;
  } while (SSL_pending(session) > 0);
  return true;
}

bool pass_answer(int server, SSL* session) {
  std::array<char, 4096> bytes;
  const ssize_t got = ::recv(server, bytes.data(), bytes.size(), 0);
  return got > 0 && renew(session) &&
         SSL_write(session, bytes.data(), static_cast<int>(got)) == got;
}

void serve(const base::Fd& client, int server_port, SSL_CTX* context) {
  const base::Fd server = tcp_socket();
  const sockaddr_in to = support::loopback(server_port);
  if (::connect(server.number(), plain(to), sizeof to) != 0) return;
  if (!greet(client.number(), server.number())) return;
  const Session session(SSL_new(context), SSL_free);
  SSL_set_fd(session.get(), client.number());
  if (SSL_accept(session.get()) != 1) return;
  for (bool goes_on = true; goes_on;) {
    std::array<pollfd, 2> waits{{{client.number(), POLLIN, 0}, {server.number(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), -1);
    if (waits[0].revents != 0) goes_on = pass_question(session.get(), server.number());
    if (waits[1].revents != 0) goes_on = goes_on && pass_answer(server.number(), session.get());
  }
}

Context context_of(const char* certificate_file, const char* key_file) {
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  // What is read may be nothing but an answer to a renewal: not to be waited behind.
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  if (SSL_CTX_use_certificate_file(context.get(), certificate_file, SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), key_file, SSL_FILETYPE_PEM) != 1) {
    context.reset();
  }
  return context;
}

base::Fd listener() {
  base::Fd socket = tcp_socket();
  const sockaddr_in any = support::loopback(0);
  if (::bind(socket.number(), plain(any), sizeof any) != 0 || ::listen(socket.number(), 64) != 0) {
    socket.reset();
  }
  return socket;
}

int port_of(const base::Fd& socket) {
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&bound), &size);
  return ntohs(bound.sin_port);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int server_port = std::atoi(argv[1]);
  const Context context = context_of(argv[2], argv[3]);
  const base::Fd socket = listener();
  if (context == nullptr || !socket) return 1;
  std::printf("%d\n", port_of(socket));
  std::fflush(stdout);
  std::vector<std::jthread> connections;
  for (;;) {
    base::Fd client(::accept4(socket.number(), nullptr, nullptr, SOCK_CLOEXEC));
    connections.emplace_back([client = std::move(client), server_port, &context] {
      serve(client, server_port, context.get());
    });
  }
}
