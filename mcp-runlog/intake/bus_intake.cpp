#include "mcp-runlog/intake/bus_intake.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/format.hpp"
#include "mcp-runlog/sources/bus_message.hpp"

namespace runlog {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// One transaction. A message of the stream may have 256 KiB.
constexpr std::size_t batch_max = 100;
constexpr std::size_t ack_pending_max = 500;

/// A stop is heard at once; this is only how long one question lasts.
constexpr milliseconds next_wait{500};

constexpr milliseconds after_trouble{500};
constexpr milliseconds between_looks{20};
constexpr std::chrono::seconds answer_wait{5};

nats::Patience until(const std::stop_token& stop) {
  return {steady_clock::now() + answer_wait, stop};
}

}  // namespace

BusIntake::BusIntake(std::unique_ptr<nats::Bus> bus,
                     BusIntakeSettings settings,
                     Sink sink,
                     TroubleHeard trouble_heard,
                     base::Clock clock)
    : bus_(std::move(bus)),
      settings_(std::move(settings)),
      feed_{Source::nats, settings_.stream},
      sink_(std::move(sink)),
      trouble_heard_(std::move(trouble_heard)),
      clock_(std::move(clock)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

BusIntake::~BusIntake() {
  thread_.request_stop();
}

Added BusIntake::taken() {
  const base::Lock lock(mutex_);
  return taken_;
}

bool BusIntake::wait_caught_up(const nats::Patience& patience) {
  while (!patience.stop.stop_requested() && steady_clock::now() < patience.deadline) {
    const auto standing = bus_->consumer(settings_.stream, settings_.durable, patience);
    if (standing && *standing && (*standing)->pending == 0 && (*standing)->ack_pending == 0)
      return true;
    pause(patience.stop, between_looks);
  }
  return false;
}

void BusIntake::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!bus_->wait_connected(until(stop))) {
      const std::string trouble = bus_->standing().trouble;
      if (!stop.stop_requested()) hear(trouble.empty() ? "there is no connection" : trouble);
      continue;
    }
    const auto consumed = consume(stop);
    if (consumed || stop.stop_requested()) continue;
    hear(consumed.error().message);
    pause(stop, after_trouble);
  }
}

base::Result<void> BusIntake::consume(const std::stop_token& stop) {
  auto opened = bus_->consume({.stream = settings_.stream,
                               .durable = settings_.durable,
                               .ack_pending_max = ack_pending_max,
                               .ack_wait = settings_.ack_wait},
                              until(stop));
  if (!opened && opened.error().kind == base::ErrorKind::not_found)
    return base::not_found(
        base::format("there is no stream {}; the operator makes it with: mcp-memory nats setup",
                     settings_.stream));
  const auto consumer = TRY(std::move(opened));
  // Even a delivery without events tells that the feed is well again.
  if (!trouble_.empty()) TRY(store(stop, {.feed = feed_, .at = clock_()}));
  while (!stop.stop_requested()) {
    const auto messages = TRY(consumer->next(batch_max, next_wait, stop));
    if (messages.empty()) continue;
    TRY(store(stop, delivery_of(messages)));
    TRY(consumer->acknowledge(messages, until(stop)));
  }
  return {};
}

/// Only a stop ends it without success.
base::Result<void> BusIntake::store(const std::stop_token& stop, const Delivery& delivery) {
  while (true) {
    const auto added = sink_(stop, delivery);
    if (added) {
      trouble_.clear();
      const base::Lock lock(mutex_);
      taken_.added += added->added;
      taken_.known += added->known;
      taken_.deleted += added->deleted;
      return {};
    }
    if (stop.stop_requested()) return added.error();
    hear(added.error().message);
    if (!pause(stop, after_trouble)) return added.error();
  }
}

Delivery BusIntake::delivery_of(const std::vector<nats::Delivered>& messages) {
  Delivery delivery{.feed = feed_};
  delivery.at = clock_();
  for (const nats::Delivered& delivered : messages) {
    Read read = read_bus_message(delivered.message, settings_.stream);
    delivery.unreadable += read.unreadable;
    std::move(read.events.begin(), read.events.end(), std::back_inserter(delivery.events));
    highest_ = std::max(highest_, delivered.message.sequence);
  }
  delivery.position = std::to_string(highest_);
  return delivery;
}

void BusIntake::hear(const std::string& trouble) {
  if (trouble == trouble_) return;
  trouble_ = trouble;
  trouble_heard_(feed_, trouble);
}

}  // namespace runlog
