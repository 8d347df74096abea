#pragma once
// A wire to a TCP server on loopback that a test can cut. One thread; ends with the object.

#include <sys/types.h>

#include <atomic>
#include <list>
#include <thread>

#include "base/fd.hpp"

namespace support {

class TcpProxy {
 public:
  explicit TcpProxy(int server_port);
  ~TcpProxy();

  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  int port() const { return port_; }

  /// Closes all connections; new ones are closed at once until heal().
  void cut();

  /// Bytes of that direction stay where they are, until heal().
  void hold_answers() { holds_answers_ = true; }

  void hold_requests() { holds_requests_ = true; }

  void heal();

 private:
  struct Wire {
    base::Fd client;
    base::Fd server;
  };

  void run();
  void accept_one();
  void forward();
  static bool pass(int from, int to);

  const int server_port_;
  base::Fd listener_;
  base::Fd woken_;
  int port_ = 0;
  std::list<Wire> wires_;  ///< of the thread
  std::atomic<bool> ended_ = false;
  std::atomic<bool> cut_ = false;
  std::atomic<bool> holds_answers_ = false;
  std::atomic<bool> holds_requests_ = false;
  std::thread thread_;
};

}  // namespace support
