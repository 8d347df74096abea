#include "support/server_process.hpp"
#include "transcripts/connection.hpp"
#include "transcripts/traffic.hpp"

namespace transcripts {
namespace {

class StdioConnection : public Connection {
 public:
  StdioConnection(const std::string& binary, const std::string& name)
      : server_(binary), traffic_(name) {}

  void send(const std::string& line) override {
    traffic_.client_said(line);
    server_.send(line);
  }

  std::optional<std::string> receive() override {
    auto line = server_.read_line();
    if (line) traffic_.server_said(*line);
    return line;
  }

  std::vector<std::string> finish() override {
    server_.close_input();
    std::vector<std::string> rest = server_.read_to_end();
    for (const std::string& line : rest)
      traffic_.server_said(line);
    if (server_.wait_exit() != 0) rest.emplace_back("the server does not end with exit code 0");
    return rest;
  }

 private:
  support::ServerProcess server_;
  Traffic traffic_;
};

}  // namespace

std::unique_ptr<Connection> connect_by_stdio(const std::string& server, const std::string& name) {
  return std::make_unique<StdioConnection>(binary_of(server), name);
}

}  // namespace transcripts
