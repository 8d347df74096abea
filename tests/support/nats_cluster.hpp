#pragma once
// Three NATS servers with JetStream that form one cluster on loopback, for one test. Their names
// are n1, n2 and n3. All run when it is made; JetStream may still be electing its leader then, and
// again after each kill. Failures of the machinery itself throw.

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "support/nats_server.hpp"

namespace support {

class NatsCluster {
 public:
  static constexpr std::size_t size = 3;

  NatsCluster();

  std::vector<std::string> urls() const;

  /// n1, n2 or n3.
  NatsServer& server(const std::string& name);

 private:
  std::string configuration(std::size_t at) const;

  std::array<HeldPort, size> route_ports_;
  std::array<std::unique_ptr<NatsServer>, size> servers_;
};

}  // namespace support
