#include "http_server/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <exception>

#include "base/format.hpp"
#include "base/log.hpp"
#include "http_server/status.hpp"

namespace http_server {
namespace {

Deadline after(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

/// Replies are written whole; the system must not hold them back to fill a packet.
base::Fd without_delay(base::Fd socket) {
  const int on = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

std::unique_ptr<Channel> channel_of(TlsIdentity* tls, int socket) {
  return tls == nullptr ? plain_channel(socket) : tls->channel(socket);
}

}  // namespace

Connection::Connection(const Service& service, base::Fd socket, std::string peer)
    : service_(service),
      socket_(without_delay(std::move(socket))),
      channel_(channel_of(service.tls, socket_.number())),
      wire_(*channel_, service.options.write_time_max),
      around_{.options = service.options,
              .handler = service.handler,
              .wire = wire_,
              .stream = stream_,
              .peer = std::move(peer),
              .gone = gone_.get_token(),
              .stopped = stopped_,
              .all_bodies_bytes = service.all_bodies_bytes} {}

void Connection::run() {
  try {
    serve();
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error,
              base::format("connection of {} ended by: {}", around_.peer, failure.what()));
  }
  stream_.close();
}

void Connection::serve() {
  if (channel_->open(after(service_.options.head_time_max)) != Transfer::done) return;
  while (wire_.wait(after(service_.options.idle_time_max)) == Transfer::done) {
    if (!serve_request()) return;
    wire_.shrink();
  }
  channel_->finish();
}

bool Connection::serve_request() {
  const Options& options = service_.options;
  std::string text;
  switch (wire_.read_head(text, options.head_bytes_max, after(options.head_time_max))) {
    case Wire::HeadRead::done:
      return answer(parse_head(text, options.body_bytes_max));
    case Wire::HeadRead::ended:
      return false;
    case Wire::HeadRead::late:
      return answer({.request_line = {}, .fault = status::request_timeout});
    case Wire::HeadRead::too_long:
      return answer({.request_line = {}, .fault = status::header_fields_too_large});
    case Wire::HeadRead::no_http:
      break;
  }
  return answer({.request_line = {}, .fault = status::bad_request});
}

/// False: no further request on this connection.
bool Connection::answer(Head head) {
  if (!begin_request()) return false;
  Exchange exchange(around_, std::move(head));
  bool written = service_.library.run(exchange, wire_);
  bool closes = exchange.closes();
  if (!exchange.is_understood()) {
    wire_.discard_output();  // the library's own reply
    Exchange refusal(around_, {.request_line = {}, .fault = status::bad_request});
    written = service_.library.run(refusal, wire_);
    closes = true;
  }
  written = wire_.flush() && written;
  stream_.finish();
  const bool goes_on = end_request() && written && !closes;
  if (written && !goes_on) say_goodbye();
  return goes_on;
}

bool Connection::begin_request() {
  const base::Lock lock(mutex_);
  in_request_ = !stopped_;
  return in_request_;
}

bool Connection::end_request() {
  const base::Lock lock(mutex_);
  in_request_ = false;
  return !stopped_;
}

/// The peer may still be sending what nobody wants. To close now would reset the connection, and
/// the peer might never see the reply.
void Connection::say_goodbye() {
  constexpr std::size_t bytes_max = std::size_t{1} << 20;
  constexpr std::chrono::seconds time_max{2};
  channel_->finish();
  wire_.drain(bytes_max, after(stopped_ ? std::chrono::seconds(0) : time_max));
}

void Connection::stop() {
  {
    const base::Lock lock(mutex_);
    stopped_ = true;
    if (!in_request_) ::shutdown(socket_.number(), SHUT_RDWR);
  }
  stream_.close();
}

void Connection::cut() {
  ::shutdown(socket_.number(), SHUT_RDWR);
}

void Connection::peer_left() {
  gone_.request_stop();
  stream_.close();
}

}  // namespace http_server
