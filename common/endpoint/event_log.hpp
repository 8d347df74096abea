#pragma once
// EventLog: messages on their way to one client as server-sent events (WHATWG HTML, 9.2). Whoever
// has a message appends it; a connection reads along, and after it broke, another one from where
// the first stopped. Thread-safe.

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/mutex.hpp"
#include "http_server/message.hpp"
#include "mcp/sink.hpp"

namespace endpoint {

class EventLog : public mcp::Sink, public std::enable_shared_from_this<EventLog> {
 public:
  /// `id` goes into the ids of the events; empty: they have none, and nothing can be asked for
  /// again (modern era). `primed`: readers get an empty event first, whose id they can resume from.
  /// A reader that waits for longer than `comment_interval` gets a comment.
  explicit EventLog(
      std::string id = {},
      bool primed = false,
      std::chrono::milliseconds comment_interval = base::limits::stream_comment_interval)
      : id_(std::move(id)), primed_(primed), comment_interval_(comment_interval) {}

  const std::string& id() const { return id_; }

  void send(std::string_view message) override;
  void let_reconnect(std::chrono::milliseconds retry_after) override;

  /// No message comes any more: readers end behind the last.
  void finish();

  /// Nothing while messages may come.
  std::optional<std::chrono::steady_clock::time_point> finished_at() const;

  /// True if no event comes behind this one any more.
  bool has_ended_at(std::uint64_t number) const;

  /// True while a connection reads along.
  bool has_reader() const;

  std::size_t bytes() const;

  /// The last message, for a reply that is no stream: the answer comes last. Empty if there is
  /// none.
  std::string last_message() const;

  /// Reads from the first message that no reader got yet, or from behind event number `after`. A
  /// reader before this one ends. Once `gone` is stopped the reader ends.
  std::shared_ptr<http_server::Stream> read(std::optional<std::uint64_t> after,
                                            std::stop_token gone);

 private:
  class Reader;

  struct Event {
    std::uint64_t number;
    std::string message;
  };

  std::string formatted(const Event& event) const;
  std::optional<std::string> piece_for(Reader& reader);
  void drop_delivered() REQUIRES(mutex_);
  void drop_oldest() REQUIRES(mutex_);

  const std::string id_;
  const bool primed_;
  const std::chrono::milliseconds comment_interval_;
  mutable base::Mutex mutex_;
  base::Condition changed_;
  std::deque<Event> events_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t last_number_ GUARDED_BY(mutex_) = 0;
  std::uint64_t delivered_ GUARDED_BY(mutex_) = 0;  ///< the last that a reader got
  std::uint64_t reader_ GUARDED_BY(mutex_) = 0;     ///< counts readers: the newest is the one
  bool reading_ GUARDED_BY(mutex_) = false;
  std::optional<std::chrono::milliseconds> retry_after_ GUARDED_BY(mutex_);
  std::uint64_t retry_behind_ GUARDED_BY(mutex_) = 0;  ///< the last event before that
  std::optional<std::chrono::steady_clock::time_point> finished_at_ GUARDED_BY(mutex_);
};

/// "<stream>-<number>" of a Last-Event-ID; nothing if it is not one of ours.
struct EventId {
  std::string stream;
  std::uint64_t number;
};

std::optional<EventId> read_event_id(std::string_view text);

}  // namespace endpoint
