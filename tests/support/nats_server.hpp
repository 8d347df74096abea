#pragma once
// A NATS server with JetStream of its own for one test, on a free loopback port, with its store in
// a temporary directory. NATS_SERVER names the binary; unset, it is nats-server in the PATH. Killed
// at the end. Failures of the machinery itself throw.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "support/held_port.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace support {

class NatsServer {
 public:
  using Variables = std::map<std::string, std::string>;

  /// `config` is added to the server's configuration: users, permissions, TLS, limits.
  /// `environment` is for what it takes from there.
  explicit NatsServer(std::string config = {}, Variables environment = {});

  std::string url() const { return "nats://127.0.0.1:" + std::to_string(port()); }

  int port() const { return port_.number(); }

  /// As kill -9.
  void kill();

  /// On the same port, with the same store.
  void start();

  /// SIGSTOP; returns when all of its threads stand still.
  void freeze();

  void thaw() { process_->signal(18); }

  /// Takes the place of what was added to its configuration, from the next start() or reload() on.
  void configure(std::string config) { config_ = std::move(config); }

  /// SIGHUP; returns when it has taken the configuration in.
  void reload();

  /// Up to which message its disk says that a durable consumer acknowledged all; 0 if it says
  /// nothing yet or is being written. For a server without accounts, and sequences below 128.
  std::uint64_t written_ack_floor(const std::string& stream, const std::string& durable) const;

  // While it does not run.

  void delete_store();

  void copy_store(const std::filesystem::path& to) const;

  /// The store is what the copy was.
  void restore_store(const std::filesystem::path& copy);

  std::string log() const { return process_->errors(); }

 private:
  std::filesystem::path write_configuration() const;

  std::filesystem::path store() const { return directory_.path() / "store"; }

  TemporaryDirectory directory_;
  std::string config_;
  Variables environment_;
  HeldPort port_;
  std::unique_ptr<ServerProcess> process_;
};

}  // namespace support
