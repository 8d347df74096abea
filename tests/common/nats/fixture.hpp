#pragma once
// A server, buses to it, and short words for what every test does with them.

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nats/bus.hpp"
#include "support/nats_server.hpp"

namespace nats {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// Longer than anything takes on a busy machine.
inline Patience soon() {
  return {.deadline = steady_clock::now() + seconds(20)};
}

inline Options to(std::string url) {
  return {.urls = {std::move(url)}, .name = "test"};
}

template <class T>
T value_of(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}

inline std::unique_ptr<Bus> opened(const Options& options) {
  return value_of(open(options));
}

inline std::unique_ptr<Bus> connected(const Options& options) {
  auto bus = opened(options);
  if (!bus->wait_connected(soon())) throw std::runtime_error(bus->standing().trouble);
  return bus;
}

inline Stream log_stream(std::string name = "LOG") {
  return {.name = std::move(name), .subjects = {"log.>"}, .duplicate_window = seconds(120)};
}

/// A server with one stream LOG on log.>, and a bus that is connected to it.
struct World {
  explicit World(const std::string& config = {}) : server(config) { make_stream(); }

  void make_stream(const Stream& stream = log_stream()) { value_of(bus->add(stream, soon())); }

  support::NatsServer server;
  std::unique_ptr<Bus> bus = connected(to(server.url()));
};

inline Published publish_one(Bus& bus,
                             const Publication& publication,
                             const Patience& patience = soon()) {
  return bus.publish(std::span(&publication, 1), patience).front();
}

inline Published publish_one(Bus& bus, std::string_view subject, std::string_view payload) {
  return publish_one(bus, {.subject = std::string(subject), .payload = std::string(payload)});
}

inline std::vector<Publication> numbered(std::size_t count, std::size_t bytes = 10) {
  std::vector<Publication> all;
  all.reserve(count);
  for (std::size_t at = 0; at < count; ++at) {
    std::string payload = std::to_string(at);
    payload.resize(std::max(bytes, payload.size()), ' ');
    all.push_back({.subject = "log.n", .payload = std::move(payload)});
  }
  return all;
}

inline std::size_t count_of(const std::vector<Published>& all, Verdict verdict) {
  std::size_t count = 0;
  for (const Published& one : all)
    count += one.verdict == verdict ? 1 : 0;
  return count;
}

inline std::unique_ptr<Reader> reader_from(Bus& bus, std::uint64_t sequence = 1) {
  return value_of(bus.read({.stream = "LOG", .sequence = sequence}, soon()));
}

/// The next `count` messages.
inline std::vector<Message> read_messages(Reader& reader, std::size_t count) {
  std::vector<Message> all;
  const auto deadline = steady_clock::now() + seconds(20);
  while (all.size() < count && steady_clock::now() < deadline) {
    for (Message& message : value_of(reader.next(count - all.size(), milliseconds(500), {})))
      all.push_back(std::move(message));
  }
  if (all.size() < count) throw std::runtime_error("messages are missing");
  return all;
}

}  // namespace nats
