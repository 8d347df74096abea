#pragma once
// A crew on several machines: each machine has its own state directory, and all share a log on a
// real NATS server.

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "desk.hpp"
#include "mcp-memory/shared/log_message.hpp"
#include "support/eventually.hpp"
#include "support/nats_server.hpp"

namespace crew_test {

using std::chrono::seconds;
using std::chrono::steady_clock;

inline nats::Patience soon() {
  return {.deadline = steady_clock::now() + seconds(20)};
}

/// While a cluster elects a leader, a question may get no answer at all: ask again.
inline nats::Patience shortly() {
  return {.deadline = steady_clock::now() + std::chrono::milliseconds(500)};
}

inline nats::Options to(std::string url) {
  return {.urls = {std::move(url)}, .name = "test", .heartbeat = std::chrono::milliseconds(300)};
}

template <class T>
T must(base::Result<T> result) {
  INFO((result ? "" : result.error().message));
  REQUIRE(result);
  return std::move(result).value();
}

inline std::unique_ptr<nats::Bus> connected(const std::string& url) {
  auto bus = must(nats::open(to(url)));
  REQUIRE(bus->wait_connected(soon()));
  return bus;
}

/// The log of record as these tests want it.
inline nats::Stream log_stream() {
  return {.name = memory::memory_stream,
          .subjects = {"memory.>"},
          .max_message_bytes = 262'144,
          .duplicate_window = seconds(2)};
}

inline void make_streams(const std::string& url, const nats::Stream& log = log_stream()) {
  const auto bus = connected(url);
  must(bus->add(log, soon()));
  must(bus->add({.name = memory::events_stream, .subjects = {"swarm.events.>"}}, soon()));
}

/// An agent's session on a machine of its own, or on another agent's.
class Session {
 public:
  Session(std::shared_ptr<support::TemporaryDirectory> machine,
          const nats::Options& bus,
          const std::string& agent)
      : machine_(std::move(machine)) {
    const memory::Sharing sharing{.bus = bus, .sender = {agent, agent == "operator"}};
    memory_ = std::make_shared<memory::Memory>(
        memory::Sources{.home = [home = machine_->path()]() -> base::Result<std::filesystem::path> {
                          return home;
                        },
                        .sharing = [sharing]() -> base::Result<std::optional<memory::Sharing>> {
                          return std::optional(sharing);
                        }},
        desk::ticking_clock());
    desk_ = std::make_unique<desk::Desk>(memory_, "shop", agent);
  }

  Session(const nats::Options& bus, const std::string& agent)
      : Session(std::make_shared<support::TemporaryDirectory>(), bus, agent) {}

  Session(const std::string& url, const std::string& agent) : Session(to(url), agent) {}

  /// Another agent on the same machine, as another process.
  Session beside(const std::string& url, const std::string& agent) const {
    return {machine_, to(url), agent};
  }

  const desk::Desk& desk() const { return *desk_; }

  memory::RecordStore& records() const { return *must(memory_->records()); }

  memory::LogStanding log() const { return must(memory_->log()).value(); }

  bool knows(const std::string& id) const { return bool(records().target({}, id, "shop")); }

  bool has_outbox() const { return must(records().projection().has_outbox({})); }

  std::string dump() const {
    std::string text;
    REQUIRE(records().projection().dump({}, [&](const auto& line) { text += line + "\n"; }));
    return text;
  }

 private:
  std::shared_ptr<support::TemporaryDirectory> machine_;
  std::shared_ptr<memory::Memory> memory_;
  std::unique_ptr<desk::Desk> desk_;
};

inline nats::StreamState log_state(nats::Bus& bus) {
  nats::StreamState state;
  CHECK(support::eventually([&] {
    const auto info = bus.stream(memory::memory_stream, shortly());
    if (info && *info) state = (*info)->state;
    return info && *info;
  }));
  return state;
}

/// How many messages the log has.
inline std::uint64_t log_messages(const std::string& url) {
  return log_state(*connected(url)).messages;
}

/// Waits until nothing waits anywhere and all have read everything.
template <class... Sessions>
void settle(const std::string& url, const Sessions&... sessions) {
  const auto bus = connected(url);
  (static_cast<void>(sessions.records()), ...);  // that starts the courier
  CHECK(support::eventually([&] {
    const auto end = static_cast<std::int64_t>(log_state(*bus).last_sequence);
    return ((!sessions.has_outbox() &&
             must(sessions.records().projection().place({})).sequence == end) &&
            ...);
  }));
}

}  // namespace crew_test
