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

/// A server needs routes from the start on, as many as the cluster has servers, or it would elect a
/// leader of fewer. Nobody answers on this one; the missing servers come by themselves.
constexpr int nowhere = 1;

}  // namespace

NatsCluster::NatsCluster() {
  for (std::size_t at = 0; at < size; ++at) {
    servers_[at] = std::make_unique<NatsServer>(configuration(at));
    route_ports_[at] = servers_[at]->port_said_after("route connections on 127.0.0.1:");
  }
}

std::string NatsCluster::configuration(std::size_t at) const {
  std::string routes;
  for (std::size_t other = 0; other < size; ++other) {
    const int port = route_ports_[other] == 0 ? nowhere : route_ports_[other];
    routes += (other == 0 ? "" : ", ") + ("nats://127.0.0.1:" + std::to_string(port));
  }
  const int own = route_ports_[at] == 0 ? -1 : route_ports_[at];
  return "server_name: " + name_of(at) +
         "\ncluster { name: crew, host: 127.0.0.1, port: " + std::to_string(own) + ", routes: [" +
         routes + "] }\n";
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

void NatsCluster::start(const std::string& name) {
  server(name).configure(configuration(place_of(name)));
  server(name).start();
}

}  // namespace support
