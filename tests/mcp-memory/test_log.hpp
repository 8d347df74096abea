#pragma once
// The same tests on the other backend: with MEMORY_ON_LOG in the environment every memory of a test
// is the projection of a log of record on a NATS server of its own.

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/env.hpp"
#include "mcp-memory/memory.hpp"
#include "mcp-memory/shared/streams.hpp"
#include "support/nats_server.hpp"

namespace test_log {

/// A log for the memories of one state directory.
struct Log {
  std::filesystem::path home;
  std::unique_ptr<support::NatsServer> server = std::make_unique<support::NatsServer>();

  void make_streams() const {
    const nats::Patience patience{std::chrono::steady_clock::now() + std::chrono::seconds(20)};
    const auto bus = nats::open({.urls = {server->url()}, .name = "test"}).value();
    bus->wait_connected(patience);
    for (const nats::Stream& stream :
         {nats::Stream{.name = memory::memory_stream, .subjects = {"memory.>"}},
          nats::Stream{.name = memory::events_stream, .subjects = {"swarm.events.>"}}})
      if (!bus->add(stream, patience)) throw std::runtime_error("the test has no log");
  }
};

/// How to reach the log of this state directory; nothing: the test runs on a store by itself.
inline std::optional<memory::Sharing> sharing_of(const std::filesystem::path& home) {
  if (!base::env("MEMORY_ON_LOG")) return std::nullopt;
  constexpr std::size_t kept_max = 4;
  static std::deque<Log> logs;
  for (const Log& log : logs)
    if (log.home == home)
      return memory::Sharing{{.urls = {log.server->url()}, .name = "test"}, {"operator", true}};
  logs.push_back({home});
  logs.back().make_streams();
  if (logs.size() > kept_max) logs.pop_front();
  return sharing_of(home);
}

/// The file of the memory of this state directory.
inline std::filesystem::path store_in(const std::filesystem::path& home) {
  return home / (base::env("MEMORY_ON_LOG") ? "crew-memory.db" : "memory.db");
}

inline memory::Sources sources_for(const std::filesystem::path& home) {
  return {.home = [home]() -> base::Result<std::filesystem::path> { return home; },
          .sharing = [home]() -> base::Result<std::optional<memory::Sharing>> {
            return sharing_of(home);
          }};
}

}  // namespace test_log
