#include <fstream>

#include "base/env.hpp"
#include "base/format.hpp"
#include "json/writer.hpp"
#include "support/server_process.hpp"
#include "transcripts/connection.hpp"

namespace transcripts {
namespace {

class StdioConnection : public Connection {
 public:
  StdioConnection(const std::string& binary, const std::string& name) : server_(binary) {
    const auto directory = base::env("TRAFFIC_DIR");
    if (directory) traffic_.open(base::format("{}/{}.jsonl", *directory, name), std::ios::app);
  }

  void send(const std::string& line) override {
    record("client", line);
    server_.send(line);
  }

  std::optional<std::string> receive() override {
    auto line = server_.read_line();
    if (line) record("server", *line);
    return line;
  }

  std::vector<std::string> finish() override {
    server_.close_input();
    std::vector<std::string> rest = server_.read_to_end();
    for (const std::string& line : rest)
      record("server", line);
    if (server_.wait_exit() != 0) rest.emplace_back("the server does not end with exit code 0");
    return rest;
  }

 private:
  void record(const char* direction, const std::string& line) {
    if (!traffic_.is_open()) return;
    json::Writer out;
    out.begin_object().member("direction", direction).member("line", line).end_object();
    traffic_ << out.str() << '\n' << std::flush;
  }

  support::ServerProcess server_;
  std::ofstream traffic_;
};

}  // namespace

std::unique_ptr<Connection> connect_by_stdio(const std::string& server, const std::string& name) {
  return std::make_unique<StdioConnection>(server == "mcp-memory" ? MCP_MEMORY : SAMPLE_SERVER,
                                           name);
}

}  // namespace transcripts
