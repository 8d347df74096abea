#pragma once
// ClientSession: what a legacy client has with this server between initialize and DELETE, beyond
// what mcp::Session knows: its id, whose it is, and the streams that it can come back to.
// Thread-safe.

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.hpp"
#include "endpoint/event_log.hpp"
#include "mcp/session.hpp"

namespace endpoint {

class ClientSession {
 public:
  using Time = std::chrono::steady_clock::time_point;

  ClientSession(std::string id, std::string principal, std::chrono::milliseconds call_time_max);

  const std::string& id() const { return id_; }

  const std::string& principal() const { return principal_; }

  const std::shared_ptr<mcp::Session>& session() const { return session_; }

  /// What the server says unasked: the stream of a GET.
  const std::shared_ptr<EventLog>& unasked() const { return unasked_; }

  /// A log for the answer to a POST. Only one that is kept can be resumed.
  std::shared_ptr<EventLog> new_log();
  void keep(const std::shared_ptr<EventLog>& log);

  /// The log of the stream with this id; null if there is none (any more).
  std::shared_ptr<EventLog> find_log(std::string_view stream) const;

  /// Lets go of ended streams that are too many, too large or too old.
  void drop_ended(Time now);

  /// Ends everything that goes on in it.
  void end();

  void use(Time now) { last_used_ = now.time_since_epoch().count(); }

  Time last_used() const { return Time(Time::duration(last_used_.load())); }

  /// True while something goes on in it, whatever last_used() says.
  bool is_busy() const;

 private:
  const std::string id_;
  const std::string principal_;
  const std::shared_ptr<EventLog> unasked_;
  const std::shared_ptr<mcp::Session> session_;
  std::atomic<Time::rep> last_used_ = 0;
  std::atomic<std::uint64_t> last_stream_ = 0;
  mutable base::Mutex mutex_;
  std::vector<std::shared_ptr<EventLog>> kept_ GUARDED_BY(mutex_);
};

}  // namespace endpoint
