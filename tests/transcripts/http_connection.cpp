#include <poll.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <deque>
#include <set>
#include <stdexcept>

#include "base/format.hpp"
#include "support/eventually.hpp"
#include "support/server_process.hpp"
#include "transcripts/connection.hpp"
#include "transcripts/http_exchange.hpp"
#include "transcripts/http_fields.hpp"
#include "transcripts/traffic.hpp"

namespace transcripts {
namespace {

using Clock = std::chrono::steady_clock;

/// Waits until the server says where it listens.
int port_of(const support::ServerProcess& server) {
  constexpr std::string_view before = "listening on http://127.0.0.1:";
  std::string said;
  const bool listens = support::eventually([&] {
    said = server.errors();
    const std::size_t at = said.find(before);
    return at != std::string::npos && said.find("/mcp", at) != std::string::npos;
  });
  if (!listens) throw std::runtime_error("the server does not listen: " + said);
  return std::stoi(said.substr(said.find(before) + before.size()));
}

std::string text_of(json::View value) {
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

class HttpConnection : public Connection, public HttpSide {
 public:
  HttpConnection(const std::string& binary, const std::string& name)
      : server_(binary, {"serve", "--http", "127.0.0.1:0"}),
        port_(port_of(server_)),
        traffic_(name + ".http") {}

  void send(const std::string& line) override {
    traffic_.client_said(line);
    const auto parsed = json::parse_pruned(line);
    const json::View message = parsed ? parsed->document.root() : json::View();
    const std::string method = text_of(message.find("method"));
    if (method == "notifications/cancelled")
      cancelled_.insert(message.find("params").find("requestId").dump());
    HttpExchange& exchange = post(line,
                                  fields_of(message, session_),
                                  message.find("id").dump(),
                                  method == "subscriptions/listen");
    if (method == "initialize" && !is_modern(message)) {
      begin_session(exchange);
    } else if (!is_request(message)) {
      // Whoever notifies waits for the 202, so that what follows really does.
      while (!exchange.is_over())
        read(exchange);
    }
  }

  std::optional<std::string> receive() override {
    const auto deadline = Clock::now() + support::patience;
    while (messages_.empty()) {
      if (!read_some(deadline)) return std::nullopt;
    }
    std::string message = std::move(messages_.front());
    messages_.pop_front();
    return message;
  }

  std::vector<std::string> finish() override {
    const auto deadline = Clock::now() + support::patience;
    const auto is_answered = [](const HttpExchange& exchange) {
      return exchange.is_over() || exchange.stands();
    };
    while (!std::all_of(exchanges_.begin(), exchanges_.end(), is_answered)) {
      if (!read_some(deadline)) break;
    }
    server_.signal(SIGTERM);
    while (read_some(deadline)) {
    }
    std::vector<std::string> rest(messages_.begin(), messages_.end());
    if (server_.wait_exit() != 0)
      rest.push_back("the server did not end well: " + server_.errors());
    return rest;
  }

  HttpSide* http() override { return this; }

  void change_field(const std::string& name, std::optional<std::string> value) override {
    changes_.emplace_back(name, std::move(value));
  }

  void request(const std::string& method, const std::string& path) override {
    std::vector<Field> fields = session_fields(session_);
    fields.emplace_back("Accept", "text/event-stream");
    begin(method, path, {}, std::move(fields), {}, method == "GET");
  }

  bool hang_up(const std::string& id) override {
    const auto waits = [&](const HttpExchange& exchange) {
      return exchange.id() == id && !exchange.is_over();
    };
    const auto found = std::find_if(exchanges_.rbegin(), exchanges_.rend(), waits);
    if (found == exchanges_.rend()) return false;
    found->hang_up();
    return true;
  }

  int status() override { return last_ == nullptr ? 0 : last_->head().status; }

 private:
  HttpExchange& post(const std::string& body,
                     std::vector<Field> fields,
                     std::string id,
                     bool stands) {
    return begin("POST", "/mcp", body, std::move(fields), std::move(id), stands);
  }

  HttpExchange& begin(const std::string& method,
                      const std::string& path,
                      const std::string& body,
                      std::vector<Field> fields,
                      std::string id,
                      bool stands) {
    fields.emplace_back("Host", "localhost");
    fields.emplace_back("Content-Length", std::to_string(body.size()));
    for (const auto& [name, value] : changes_)
      change(fields, name, value);
    changes_.clear();
    std::string text = base::format("{} {} HTTP/1.1\r\n", method, path);
    for (const auto& [name, value] : fields)
      text += base::format("{}: {}\r\n", name, value);
    last_ = &exchanges_.emplace_back(port_, text + "\r\n" + body, std::move(id), stands);
    return *last_;
  }

  /// Like a client: with the session, listens to what the server says unasked.
  void begin_session(HttpExchange& exchange) {
    const std::string id = exchange.head().header("mcp-session-id");
    read(exchange);
    if (id.empty()) return;
    const auto reply = json::parse(messages_.back());
    if (!reply) throw std::runtime_error("no reply to initialize: " + messages_.back());
    session_ = {id, text_of(reply->root().find("result").find("protocolVersion"))};
    request("GET", "/mcp");
    if (last_->head().status != 200)
      throw std::runtime_error("the stream of the session is refused");
    last_ = &exchange;
  }

  void read(HttpExchange& exchange) {
    for (std::string& message : exchange.read()) {
      traffic_.server_said(message);
      messages_.push_back(std::move(message));
    }
    const bool is_cut = exchange.is_over() && !exchange.is_answered() && !exchange.stands();
    if (is_cut && !exchange.last_event_id().empty() && !cancelled_.contains(exchange.id()))
      resume(exchange);
  }

  /// Comes back for the rest of a stream that ended before the answer.
  void resume(const HttpExchange& exchange) {
    std::vector<Field> fields = session_fields(session_);
    fields.emplace_back("Accept", "text/event-stream");
    fields.emplace_back("Last-Event-ID", exchange.last_event_id());
    begin("GET", "/mcp", {}, std::move(fields), exchange.id(), false);
  }

  /// Reads what has come, or waits for it. False if nothing came, or nothing can come any more.
  bool read_some(Clock::time_point deadline) {
    std::vector<HttpExchange*> open;
    std::vector<pollfd> sockets;
    bool has_input = false;
    for (HttpExchange& exchange : exchanges_) {
      if (exchange.is_over()) continue;
      open.push_back(&exchange);
      sockets.push_back({exchange.socket(), POLLIN, 0});
      has_input = has_input || exchange.has_input();
    }
    if (open.empty()) return false;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int wait_ms = has_input ? 0 : static_cast<int>(std::max<std::int64_t>(left, 0));
    const int ready = ::poll(sockets.data(), sockets.size(), wait_ms);
    for (std::size_t at = 0; at < open.size(); ++at) {
      if (sockets[at].revents != 0 || open[at]->has_input()) read(*open[at]);
    }
    return ready > 0 || has_input;
  }

  support::ServerProcess server_;
  const int port_;
  Traffic traffic_;
  std::deque<HttpExchange> exchanges_;
  HttpExchange* last_ = nullptr;
  std::deque<std::string> messages_;
  std::optional<LegacySession> session_;
  std::set<std::string> cancelled_;  ///< ids, as JSON text
  std::vector<std::pair<std::string, std::optional<std::string>>> changes_;
};

}  // namespace

std::unique_ptr<Connection> connect_by_http(const std::string& server, const std::string& name) {
  return std::make_unique<HttpConnection>(binary_of(server), name);
}

}  // namespace transcripts
