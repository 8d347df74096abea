#include "support/nats_cluster.hpp"

#include <stdexcept>

namespace support {
namespace {

std::string name_of(std::size_t at) {
  return "n" + std::to_string(at + 1);
}

std::size_t place_of(const std::string& name) {
  for (std::size_t at = 0; at < NatsCluster::size; ++at) {
    if (name_of(at) == name) return at;
  }
  throw std::runtime_error("no server of this name: " + name);
}

}  // namespace

NatsCluster::NatsCluster() {
  for (std::size_t at = 0; at < size; ++at)
    servers_[at] = std::make_unique<NatsServer>(configuration(at));
}

/// With all routes, or a server would elect a leader of fewer.
std::string NatsCluster::configuration(std::size_t at) const {
  std::string routes;
  for (const HeldPort& port : route_ports_) {
    routes += (routes.empty() ? "" : ", ") + ("nats://127.0.0.1:" + std::to_string(port.number()));
  }
  return "server_name: " + name_of(at) + "\ncluster { name: crew, host: 127.0.0.1, port: " +
         std::to_string(route_ports_[at].number()) + ", routes: [" + routes + "] }\n";
}

std::vector<std::string> NatsCluster::urls() const {
  std::vector<std::string> all;
  for (const auto& server : servers_)
    all.push_back(server->url());
  return all;
}

NatsServer& NatsCluster::server(const std::string& name) {
  return *servers_[place_of(name)];
}

}  // namespace support
