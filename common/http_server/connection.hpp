#pragma once
// One connection from the first byte to the last: its requests, one after the other, on a thread of
// its own.

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>

#include "base/fd.hpp"
#include "base/mutex.hpp"
#include "http_server/channel.hpp"
#include "http_server/exchange.hpp"
#include "http_server/http_library.hpp"
#include "http_server/server.hpp"
#include "http_server/stream_slot.hpp"
#include "http_server/tls.hpp"
#include "http_server/wire.hpp"

namespace http_server {

/// What connections of one server have in common. Everything outlives them.
struct Service {
  const Options& options;
  Handler& handler;
  HttpLibrary& library;
  TlsIdentity* tls;  ///< null: in the clear
  std::atomic<std::size_t>& all_bodies_bytes;
};

class Connection {
 public:
  Connection(const Service& service, base::Fd socket, std::string peer);

  /// Until either side has had enough. Called once.
  void run();

  /// From any thread: no further request. A request under way is answered, its stream closed.
  void stop();

  /// From any thread: nothing more is read or written.
  void cut();

  /// From any thread: the peer has hung up.
  void peer_left();

 private:
  void serve();
  bool serve_request();
  bool answer(Head head);
  bool begin_request();
  bool end_request();
  void say_goodbye();

  const Service& service_;
  const base::Fd socket_;
  const std::unique_ptr<Channel> channel_;
  Wire wire_;
  StreamSlot stream_;
  std::atomic<bool> stopped_ = false;  ///< changes under mutex_
  std::stop_source gone_;
  Surroundings around_;

  base::Mutex mutex_;
  bool in_request_ GUARDED_BY(mutex_) = false;
};

}  // namespace http_server
