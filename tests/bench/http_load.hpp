#pragma once
// HttpLoad: keep-alive connections that send one request again and again, each as soon as it has
// the reply to the one before. One thread for all, so that little of the machine goes into it.
//
// Every reply must be what the first was: status 200, no error, the same length, the same body.
// Throws std::runtime_error as soon as one is not.

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/fd.hpp"

namespace bench {

class HttpLoad {
 public:
  struct Figures {
    double calls_per_s;
    double call_ms_p50;
    double cpu_share;  ///< of the one thread: near 1, it is what is measured
  };

  /// Connects to 127.0.0.1 and learns the reply on each connection.
  HttpLoad(int port, int connections, std::string request);

  Figures run(std::chrono::milliseconds time);

 private:
  using Time = std::chrono::steady_clock::time_point;

  struct Connection {
    base::Fd socket;
    std::size_t received = 0;  ///< of the reply
    Time sent_at = {};
  };

  void learn_reply();
  void send(Connection& connection) const;

  /// True if the reply is complete.
  bool receive(Connection& connection);
  void check(const char* bytes, std::size_t from, std::size_t size) const;

  const std::string request_;
  std::string reply_;
  std::size_t body_at_ = 0;
  std::vector<Connection> connections_;
  base::Fd ready_;
};

}  // namespace bench
