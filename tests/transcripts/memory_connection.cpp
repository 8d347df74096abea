#include <condition_variable>
#include <deque>

#include "mcp-memory/program.hpp"
#include "mcp/dispatcher.hpp"
#include "support/server_process.hpp"
#include "tests/conformance/conformance.hpp"
#include "tests/sample_server/sample.hpp"
#include "transcripts/connection.hpp"
#include "transport/worker_pool.hpp"

namespace transcripts {
namespace {

class Inbox : public mcp::Sink {
 public:
  void send(std::string_view message) override {
    const base::Lock lock(mutex_);
    messages_.emplace_back(message);
    came_.notify_one();
  }

  std::optional<std::string> take(std::chrono::milliseconds time_max) {
    const auto deadline = std::chrono::steady_clock::now() + time_max;
    const base::Lock lock(mutex_);
    while (messages_.empty()) {
      if (came_.wait_until(mutex_, deadline) == std::cv_status::timeout) return std::nullopt;
    }
    std::string message = std::move(messages_.front());
    messages_.pop_front();
    return message;
  }

 private:
  base::Mutex mutex_;
  std::condition_variable_any came_;
  std::deque<std::string> messages_ GUARDED_BY(mutex_);
};

class MemoryConnection : public Connection {
 public:
  explicit MemoryConnection(mcp::Server server)
      : server_(std::move(server)),
        session_(std::make_shared<mcp::Session>(
            inbox_,
            [] { return base::Result<std::string>("local"); },
            base::limits::call_time_max)) {}

  void send(const std::string& line) override {
    if (auto job = dispatcher_.accept(line, session_).job) {
      if (!pool_.submit(std::move(job->run), job->kind)) job->refuse();
    }
  }

  std::optional<std::string> receive() override { return inbox_->take(support::patience); }

  std::vector<std::string> finish() override {
    std::vector<std::string> rest;
    session_->end_standing(true);
    session_->stop_all();
    if (!pool_.wait_idle(support::patience)) rest.emplace_back("a handler does not stop");
    while (auto message = inbox_->take(std::chrono::milliseconds(0)))
      rest.push_back(*std::move(message));
    return rest;
  }

 private:
  const mcp::Server server_;
  const mcp::Dispatcher dispatcher_{server_};
  const std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  const std::shared_ptr<mcp::Session> session_;
  transport::WorkerPool pool_{base::limits::requests_in_flight_max};
};

}  // namespace

std::unique_ptr<Connection> connect_in_memory(const std::string& server) {
  if (server == "mcp-memory") {
    const auto workplace = std::make_shared<crew::Workplace>();
    workplace->launch.directory = "/";
    return std::make_unique<MemoryConnection>(memory::program(workplace).server);
  }
  if (server == "mcp-conformance") return std::make_unique<MemoryConnection>(conformance::server());
  return std::make_unique<MemoryConnection>(sample::server());
}

}  // namespace transcripts
