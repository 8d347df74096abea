#pragma once
// An Endpoint that is called without sockets, with a server whose tools wait for the test.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "endpoint/endpoint.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/requests.hpp"
#include "support/small_server.hpp"

namespace endpoint {

using http_server::Headers;
using http_server::Reply;
using http_server::Request;

/// Where handlers wait for the test.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

  /// False if it was stopped first.
  bool wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    ++arrived;
    const bool opened = changed_.wait(lock, stop, [&] { return open_; });
    if (!opened) ++stopped;
    return opened;
  }

  std::atomic<int> arrived = 0;
  std::atomic<int> stopped = 0;

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool open_ = false;
};

inline std::vector<mcp::Tool> waiting_tools(const std::shared_ptr<Gate>& gate) {
  using Result = base::Result<mcp::Reply>;
  return {support::plain_tool("waits",
                              [gate](mcp::Call& call) -> Result {
                                const bool opened = gate->wait(call.stop());
                                return mcp::text_reply(opened ? "opened" : "stopped");
                              }),
          support::plain_tool("leaves",
                              [gate](mcp::Call& call) -> Result {
                                call.let_reconnect(std::chrono::milliseconds(25));
                                gate->wait(call.stop());
                                return mcp::text_reply("came back");
                              }),
          support::plain_tool("asks",
                              [](mcp::Call& call) -> Result {
                                const auto answer =
                                    TRY(call.request("sampling/createMessage", "{}"));
                                return mcp::text_reply(answer.root().find("result").dump());
                              },
                              {"sampling"}),
          support::plain_tool("meta", [](mcp::Call& call) -> Result {
            return mcp::text_reply(call.meta().traceparent + "|" + call.meta().baggage);
          })};
}

inline mcp::Server waiting_server(const std::shared_ptr<Gate>& gate) {
  mcp::Server server = support::small_server();
  for (mcp::Tool& tool : waiting_tools(gate))
    server.tools.push_back(std::move(tool));
  server.changes = std::make_shared<mcp::Changes>();
  return server;
}

/// "<name>-token" is the token of <name>; nobody needs one.
inline Authenticate by_token() {
  return [](std::optional<std::string_view> token) -> base::Result<std::optional<std::string>> {
    if (!token) return std::optional<std::string>("local");
    const std::size_t end = token->rfind("-token");
    if (end == std::string_view::npos) return std::optional<std::string>();
    return std::optional(std::string(token->substr(0, end)));
  };
}

inline Request post(std::string body, Headers more = {}) {
  Request request{.method = "POST",
                  .path = std::string(mcp_path),
                  .headers = {{"Host", "127.0.0.1:8080"},
                              {"Content-Type", "application/json"},
                              {"Accept", "application/json, text/event-stream"}},
                  .body = std::move(body)};
  for (const auto& [name, value] : more.fields())
    request.headers.add(name, value);
  return request;
}

inline Headers modern_headers(std::string method, std::string name = {}) {
  Headers headers{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", std::move(method)}};
  if (!name.empty()) headers.add("Mcp-Name", std::move(name));
  return headers;
}

inline Request modern(const std::string& method, std::string params = {}, int id = 1) {
  return post(support::request(id, method, std::move(params)), modern_headers(method));
}

inline Request modern_call(const std::string& tool,
                           const std::string& arguments = "{}",
                           int id = 1) {
  return post(support::tool_call(id, tool, arguments), modern_headers("tools/call", tool));
}

/// A modern call whose answer comes as a stream.
inline Request streamed_call(const std::string& tool, int id = 1) {
  const std::string meta = std::string(support::modern_meta.substr(0, 9)) +
                           R"("progressToken":"p",)" + std::string(support::modern_meta.substr(9));
  return post(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
                  R"(,"method":"tools/call","params":{"name":")" + tool + R"(","arguments":{},)" +
                  meta + "}}",
              modern_headers("tools/call", tool));
}

/// One piece of a stream.
struct Event {
  explicit Event(const std::string& piece) : text(piece) {
    for (const std::string_view line : base::split(text, '\n')) {
      if (line.starts_with("id: ")) id = line.substr(4);
      if (line.starts_with("data: ")) data = line.substr(6);
    }
  }

  std::string text;
  std::string id;
  std::string data;
};

/// Its next event that is no comment; fails the test at the end.
inline Event next(const Reply& reply) {
  REQUIRE(reply.stream);
  for (;;) {
    const auto piece = reply.stream->next();
    REQUIRE(piece);
    if (!piece->starts_with(":")) return Event(*piece);
  }
}

/// Every message until it ends.
inline std::vector<std::string> rest(const Reply& reply) {
  REQUIRE(reply.stream);
  std::vector<std::string> messages;
  while (const auto piece = reply.stream->next()) {
    const Event event(*piece);
    if (!event.data.empty()) messages.push_back(event.data);
  }
  return messages;
}

inline int code(const Reply& reply) {
  return static_cast<int>(support::Answer(reply.body).error_code());
}

inline std::string text_of(const std::string& message) {
  return support::Answer(message).text();
}

class Fixture {
 public:
  explicit Fixture(bool sends_logs = false,
                   std::chrono::milliseconds call_time_max = std::chrono::minutes(1))
      : server(waiting_server(gate)),
        dispatcher(server),
        endpoint(dispatcher, Guard({}, by_token()), call_time_max) {
    server.sends_logs = sends_logs;
  }

  ~Fixture() { gate->open(); }

  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  Reply ask(const Request& request) {
    auto refusal = endpoint.refuse(request);
    return refusal ? *std::move(refusal) : endpoint.answer(request);
  }

  bool arrived(int count = 1) {
    return support::eventually([&] { return gate->arrived == count; });
  }

  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  mcp::Server server;
  mcp::Dispatcher dispatcher;
  Endpoint endpoint;
};

}  // namespace endpoint
