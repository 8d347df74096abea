#pragma once
// A client of a NATS server that speaks its protocol line by line, so that a test can ask for what
// our own client never asks for. Connects to 127.0.0.1. Everything throws std::runtime_error with
// a reason, at the latest after 30 seconds.

#include <string>
#include <string_view>

#include "base/fd.hpp"

namespace support {

class NatsWire {
 public:
  NatsWire(int port, const std::string& user, const std::string& password);

  void subscribe(const std::string& subject);

  /// Answers go to `reply`, whoever may receive there.
  void publish(const std::string& subject,
               const std::string& payload,
               const std::string& reply = {});

  /// All that the server says until it has dealt with what was sent so far.
  std::string said();

 private:
  void send(std::string_view bytes);
  std::string read_until(std::string_view text);

  base::Fd socket_;
  std::string input_;
  int subscriptions_ = 0;
};

}  // namespace support
