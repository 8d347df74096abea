#pragma once
// Notices when a peer hangs up while its connection's thread is busy with something else. One
// thread for all connections; a request costs no system call.

#include <cstdint>
#include <functional>
#include <thread>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace http_server {

class HangUps {
 public:
  /// `report` is called on the watching thread, with the id of the connection.
  explicit HangUps(std::function<void(std::uint64_t id)> report) : report_(std::move(report)) {}

  ~HangUps();

  base::Result<void> start();

  /// Until the socket is closed; each hang-up is reported at least once. `id` is not 0. False if
  /// the system refuses.
  bool watch(int socket, std::uint64_t id) const;

 private:
  void run() const;

  const std::function<void(std::uint64_t id)> report_;
  base::Fd epoll_;
  base::Fd end_;
  std::thread thread_;
};

}  // namespace http_server
