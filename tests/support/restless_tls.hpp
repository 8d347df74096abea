#pragma once
// TLS in front of a NATS server that has none, which renews its keys all the time. A process of its
// own (tests/restless_tls): a test program that links OpenSSL would hide what nats/tls_calls does.

#include <filesystem>
#include <stdexcept>
#include <string>

#include "support/places.hpp"
#include "support/server_process.hpp"

namespace support {

class RestlessTls {
 public:
  RestlessTls(int server_port,
              const std::filesystem::path& certificate_file,
              const std::filesystem::path& key_file)
      : process_(std::string(build_directory) + "/bin/restless-tls",
                 {std::to_string(server_port), certificate_file, key_file}),
        port_(process_.read_line().value_or("")) {
    if (port_.empty()) throw std::runtime_error(process_.errors());
  }

  std::string url() const { return "tls://localhost:" + port_; }

 private:
  ServerProcess process_;
  std::string port_;
};

}  // namespace support
