#pragma once
// A server with a handler that is made of lambdas, and a stream that a test feeds.

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/mutex.hpp"
#include "http_server/server.hpp"
#include "support/http_client.hpp"

namespace http_server {

struct LambdaHandler final : Handler {
  std::optional<Reply> refuse(const Request& head) override { return on_refuse(head); }

  Reply answer(const Request& request) override { return on_answer(request); }

  Reply unreadable(int status) override {
    return {.status = status, .body = "unreadable " + std::to_string(status)};
  }

  std::function<std::optional<Reply>(const Request&)> on_refuse = [](const Request&) {
    return std::nullopt;
  };
  std::function<Reply(const Request&)> on_answer = [](const Request& request) {
    return Reply{.body = request.method + " " + request.path + " " + request.body};
  };
};

inline Options on_loopback(Options options = {}) {
  options.host = "127.0.0.1";
  return options;
}

/// Set `handler` before the first request.
class Running {
 public:
  explicit Running(const Options& options = {}) : server_(started(options)) {}

  LambdaHandler handler;

  Server& server() { return *server_; }

  support::HttpClient client(
      support::HttpClient::Encryption encryption = support::HttpClient::Encryption::none) {
    return support::HttpClient(server_->port(), encryption);
  }

 private:
  std::unique_ptr<Server> started(const Options& options) {
    auto server = start(on_loopback(options), handler);
    if (!server) throw std::runtime_error(server.error().message);
    return std::move(*server);
  }

  std::unique_ptr<Server> server_;
};

class FedStream final : public Stream {
 public:
  void feed(std::string piece) {
    const base::Lock lock(mutex_);
    pieces_.push_back(std::move(piece));
    changed_.notify_all();
  }

  /// After the pieces that were fed.
  void end() {
    const base::Lock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  std::optional<std::string> next() override {
    const base::Lock lock(mutex_);
    while (pieces_.empty() && !ended_ && !closed_)
      changed_.wait(mutex_);
    if (pieces_.empty() || closed_) return std::nullopt;
    std::string piece = std::move(pieces_.front());
    pieces_.pop_front();
    return piece;
  }

  void close() override {
    const base::Lock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  bool is_closed() {
    const base::Lock lock(mutex_);
    return closed_;
  }

 private:
  base::Mutex mutex_;
  base::Condition changed_;
  std::deque<std::string> pieces_ GUARDED_BY(mutex_);
  bool ended_ GUARDED_BY(mutex_) = false;
  bool closed_ GUARDED_BY(mutex_) = false;
};

/// A condition that one thread waits for and another makes true, once.
class Gate {
 public:
  void open() {
    const base::Lock lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }

  /// False after 30 seconds.
  bool wait() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const base::Lock lock(mutex_);
    while (!open_) {
      if (!opened_.wait_until(mutex_, deadline)) return open_;
    }
    return true;
  }

 private:
  base::Mutex mutex_;
  base::Condition opened_;
  bool open_ GUARDED_BY(mutex_) = false;
};

}  // namespace http_server
