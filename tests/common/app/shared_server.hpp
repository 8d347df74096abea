#pragma once
// mcp-sample as a shared server, a process of its own.

#include <csignal>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/http_client.hpp"
#include "support/places.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"

namespace shared_server {

/// The port in the URL that a server has printed; 0 if it has not yet.
inline int port_in(const std::string& errors) {
  const std::size_t path = errors.find("/mcp ");
  if (path == std::string::npos) return 0;
  return std::stoi(errors.substr(errors.rfind(':', path) + 1));
}

inline std::string fields(const std::string& method,
                          const std::string& tool = {},
                          const std::string& more = {}) {
  return "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
         "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " +
         method + "\r\n" + (tool.empty() ? "" : "Mcp-Name: " + tool + "\r\n") + more;
}

inline std::string call(const std::string& tool,
                        const std::string& arguments = "{}",
                        const std::string& more = {}) {
  return support::http_request(
      "POST", "/mcp", support::tool_call(1, tool, arguments), fields("tools/call", tool, more));
}

class SharedServer {
 public:
  explicit SharedServer(std::vector<std::string> more = {},
                        const std::map<std::string, std::string>& environment = {})
      : process(support::sample_server, with(std::move(more)), environment) {
    support::eventually([&] { return (port = port_in(process.errors())) != 0; });
    CAPTURE(process.errors());
    REQUIRE(port != 0);
  }

  support::HttpClient client() const { return support::HttpClient(port); }

  support::HttpReply ask(const std::string& request) const {
    auto client = this->client();
    client.send(request);
    return client.read_reply();
  }

  support::ServerProcess process;
  int port = 0;

 private:
  static std::vector<std::string> with(std::vector<std::string> more) {
    std::vector<std::string> words{"serve", "--http", "127.0.0.1:0"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

}  // namespace shared_server
