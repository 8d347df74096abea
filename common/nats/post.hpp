#pragma once
// Requests and answers over one connection at a time: each request has a reply subject of its own
// below one inbox, by which its answer finds back. Thread-safe.
//
// One sending thread hands over to the connection, as that may block, and callers only queue and
// wait; but who has a single message and more time than a connection may block hands it over
// itself, which saves a change of threads. So a caller is never held beyond its deadline.

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/mutex.hpp"
#include "nats/batch.hpp"
#include "nats/bus.hpp"
#include "nats/connection.hpp"

namespace nats {

/// Takes messages that come without being asked for one by one. Called on a thread of the client
/// library.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void received(Incoming message) = 0;

  /// Nothing comes any more: the connection is gone, or another sink has taken the place.
  virtual void lost(const std::string& why) = 0;

  /// The server refuses to take anything for a subject that begins so.
  virtual void refused(std::string_view subject, const std::string& words) = 0;
};

/// True if what the server calls `refused` may be this subject: it cuts long ones.
bool is_refused(std::string_view refused, std::string_view subject);

/// Says to a server that a message was not dealt with and shall come again at once.
inline constexpr std::string_view given_back = "-NAK";

class Post {
 public:
  /// `inbox` is a subject without wildcards that nobody else uses.
  explicit Post(std::string inbox) : inbox_(std::move(inbox)) {}

  /// All subjects to which something may come back.
  std::string inbox_subjects() const { return inbox_ + ".*"; }

  /// Sends without waiting for the answers.
  std::shared_ptr<Batch> begin(std::vector<Outgoing> messages, const Patience& patience)
      EXCLUDES(mutex_);

  /// One answer for each, in their order; none of kind `none`. Once for a batch.
  std::vector<Answer> wait(const std::shared_ptr<Batch>& batch, const Patience& patience)
      EXCLUDES(mutex_);

  /// What has no answer by now gets none.
  void give_up(const std::shared_ptr<Batch>& batch) EXCLUDES(mutex_);

  std::vector<Answer> ask(std::vector<Outgoing> messages, const Patience& patience) {
    return wait(begin(std::move(messages), patience), patience);
  }

  /// Sends without an answer, if there is a connection.
  void tell(std::vector<Outgoing> messages) EXCLUDES(mutex_);

  void tell(Outgoing message) { tell(std::vector{std::move(message)}); }

  /// The subject to which a consumer ("stream.name") is to send what this sink takes. It is
  /// forgotten when the sink is gone; the sink is told at once if there is no connection. Another
  /// sink of this consumer is lost.
  std::string address_of(const std::string& consumer, const std::shared_ptr<Sink>& sink)
      EXCLUDES(mutex_);

  /// From now on, what comes of this consumer and finds no sink is given back.
  void give_back_of(const std::string& consumer) EXCLUDES(mutex_);

  // For the linking thread.

  void connected(std::shared_ptr<Connection> connection) EXCLUDES(mutex_);

  /// Answers what is open: what was sent is unanswered, the rest not sent.
  void disconnected(const std::string& why) EXCLUDES(mutex_);

  void end() EXCLUDES(mutex_);

  // For the sending thread.

  /// Waits for something to send and sends it. False at the end.
  bool send_next() EXCLUDES(mutex_);

  // For the client library's threads.

  void received(Incoming message) EXCLUDES(mutex_);

  /// The server refuses to take anything for a subject that begins so.
  void refused(std::string_view subject, const std::string& words) EXCLUDES(mutex_);

 private:
  struct Request {
    std::shared_ptr<Batch> batch;
    std::size_t index;
  };

  struct Turn {
    std::shared_ptr<Connection> connection;
    std::shared_ptr<Batch> batch;
    std::size_t index = 0;
    std::uint64_t number = 0;
  };

  bool may_send_itself(const std::vector<Outgoing>& messages, const Patience& patience)
      REQUIRES(mutex_);
  void send(const Turn& turn) EXCLUDES(mutex_);
  std::shared_ptr<Batch> queued(std::vector<Outgoing> messages) REQUIRES(mutex_);
  bool next_turn(Turn& turn) REQUIRES(mutex_);
  Turn begin_next(const std::shared_ptr<Batch>& batch) REQUIRES(mutex_);
  void settle(std::uint64_t number, Answer answer) REQUIRES(mutex_);
  void settle_unsent(Batch& batch, const std::string& why) REQUIRES(mutex_);
  void settle_open(const std::shared_ptr<Batch>& batch) REQUIRES(mutex_);
  void queue_again(const std::shared_ptr<Batch>& batch) REQUIRES(mutex_);
  std::shared_ptr<Sink> sink_of(const Incoming& message) REQUIRES(mutex_);
  void settle_without_sink(Incoming message) REQUIRES(mutex_);
  std::vector<std::shared_ptr<Sink>> all_sinks() REQUIRES(mutex_);

  const std::string inbox_;
  base::Mutex mutex_;
  base::Condition to_send_;
  std::shared_ptr<Connection> connection_ GUARDED_BY(mutex_);
  std::string why_disconnected_ GUARDED_BY(mutex_) = "not connected yet";
  std::deque<std::shared_ptr<Batch>> queue_ GUARDED_BY(mutex_);
  std::unordered_map<std::uint64_t, Request> requests_ GUARDED_BY(mutex_);
  /// By consumer, which a message names, and by number, which the server's own words come to.
  std::unordered_map<std::string, std::weak_ptr<Sink>> sinks_ GUARDED_BY(mutex_);
  /// Consumers whose messages are given back.
  std::set<std::string> giving_back_ GUARDED_BY(mutex_);
  std::uint64_t last_number_ GUARDED_BY(mutex_) = 0;
  bool ended_ GUARDED_BY(mutex_) = false;
};

}  // namespace nats
