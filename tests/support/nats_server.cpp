#include "support/nats_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "support/eventually.hpp"

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view reloaded = "Reloaded server configuration";

std::string binary() {
  if (const char* chosen = std::getenv("NATS_SERVER")) return chosen;
  for (const char* place : {"/usr/sbin/nats-server", "/usr/bin/nats-server"}) {
    if (fs::exists(place)) return place;
  }
  throw std::runtime_error("nats-server is not installed; NATS_SERVER may name one");
}

}  // namespace

NatsServer::NatsServer(std::string config, Variables environment)
    : config_(std::move(config)), environment_(std::move(environment)) {
  start();
}

void NatsServer::kill() {
  process_->signal(SIGKILL);
  process_->wait_exit();
}

void NatsServer::start() {
  process_ = std::make_unique<ServerProcess>(
      binary(), std::vector<std::string>{"-c", write_configuration()}, environment_);
  if (!eventually([this] { return log().find("Server is ready") != std::string::npos; }))
    throw std::runtime_error("nats-server does not start: " + log());
}

fs::path NatsServer::write_configuration() const {
  return directory_.write("server.conf",
                          "host: 127.0.0.1\nport: " + std::to_string(port()) +
                              "\njetstream { store_dir: \"" + store().string() +
                              "\", max_memory_store: 64MB, max_file_store: 512MB }\n" + config_);
}

void NatsServer::reload() {
  const auto reloads = [this] {
    const std::string said = log();
    std::size_t count = 0;
    for (std::size_t at = said.find(reloaded); at != std::string::npos;
         at = said.find(reloaded, at + 1))
      ++count;
    return count;
  };
  const std::size_t before = reloads();
  write_configuration();
  process_->signal(SIGHUP);
  if (!eventually([&] { return reloads() > before; }))
    throw std::runtime_error("nats-server does not reload: " + log());
}

void NatsServer::freeze() {
  process_->signal(SIGSTOP);
  siginfo_t state{};
  if (::waitid(P_PID, static_cast<id_t>(process_->pid()), &state, WSTOPPED | WNOWAIT) != 0)
    throw std::runtime_error("nats-server does not stand still");
}

std::uint64_t NatsServer::written_ack_floor(const std::string& stream,
                                            const std::string& durable) const {
  // A magic byte, a version, then numbers of seven bits a byte: the floor as the consumer counts,
  // and as the stream does (encodeConsumerState in the server's filestore).
  constexpr std::size_t of_the_stream = 3;
  std::ifstream file(store() / "jetstream" / "$G" / "streams" / stream / "obs" / durable / "o.dat",
                     std::ios::binary);
  const std::string state{std::istreambuf_iterator<char>(file), {}};
  return state.size() > of_the_stream ? static_cast<unsigned char>(state[of_the_stream]) : 0;
}

void NatsServer::delete_store() {
  fs::remove_all(store());
}

void NatsServer::copy_store(const fs::path& to) const {
  fs::copy(store(), to, fs::copy_options::recursive);
}

void NatsServer::restore_store(const fs::path& copy) {
  delete_store();
  fs::copy(copy, store(), fs::copy_options::recursive);
}

}  // namespace support
