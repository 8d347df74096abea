#pragma once
// An HTTP/1.1 server on one address: connections, time limits, sizes, TLS. Knows nothing of MCP.
//
// It lives in the module agent-smith-http, because what it links (an HTTP library, OpenSSL) costs
// more start-up time than a stdio server takes altogether.
//
// Threads: one for each connection, at most connections_max, so that a stream or a slow call keeps
// nobody else waiting; one that accepts; one that notices who has hung up.

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "http_server/message.hpp"

namespace http_server {

struct Tls {
  std::string certificate_file;  ///< PEM, the chain with the server's own first
  std::string key_file;          ///< PEM, without a passphrase
};

struct Options {
  std::string host = {};  ///< an address: 127.0.0.1, ::1, 0.0.0.0
  int port = 0;           ///< 0: any free one
  std::optional<Tls> tls = {};

  std::size_t connections_max = 4096;
  std::size_t head_bytes_max = std::size_t{32} * 1024;  ///< request line and header fields together
  std::size_t body_bytes_max = std::size_t{4} * 1024 * 1024;
  std::size_t all_bodies_bytes_max = std::size_t{256} * 1024 * 1024;  ///< of all requests at once
  std::chrono::milliseconds head_time_max{10'000};  ///< from the first byte to the end of the head
  std::chrono::milliseconds body_time_max{30'000};
  std::chrono::milliseconds idle_time_max{120'000};  ///< between two requests of a connection
  std::chrono::milliseconds write_time_max{20'000};  ///< of one piece to a peer that reads slowly
};

/// Serves until it is destroyed or stopped. Thread-safe.
class Server {
 public:
  virtual ~Server() = default;

  virtual int port() const = 0;

  /// Takes no connection and no request any more, closes idle connections and the streams. True as
  /// soon as every request under way is answered and every thread has ended; false if that takes
  /// longer, then the connections are cut and some handlers still run.
  virtual bool stop(std::chrono::milliseconds drain_time_max) = 0;
};

/// Loads the module and listens; requests may come in before this returns. The handler must outlive
/// the server.
/// invalid: the address, certificate or key cannot be used. unavailable: the port is taken, or the
/// module is missing.
base::Result<std::unique_ptr<Server>> start(const Options& options, Handler& handler);

}  // namespace http_server
