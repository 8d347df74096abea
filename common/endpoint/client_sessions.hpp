#pragma once
// ClientSessions: the sessions of all legacy clients by id. A session belongs to the caller that
// began it; for everybody else it does not exist. Thread-safe.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "endpoint/client_session.hpp"

namespace endpoint {

class ClientSessions {
 public:
  explicit ClientSessions(std::chrono::milliseconds call_time_max)
      : call_time_max_(call_time_max) {}

  /// A new one with a random id, which nobody can find yet.
  std::shared_ptr<ClientSession> make(const std::string& principal) const;

  /// Over the limits the session that was idle longest ends (a busy one only if all are): of the
  /// same caller if that has too many, else of all.
  void add(const std::shared_ptr<ClientSession>& session);

  /// Null if there is none of this id and caller.
  std::shared_ptr<ClientSession> find(std::string_view id, std::string_view principal);

  /// False if there is none.
  bool end(std::string_view id, std::string_view principal);

  /// Ends those that nobody used for base::limits::session_idle_max, and lets go of what is kept
  /// too long.
  void expire(ClientSession::Time now);

  std::size_t size() const;

 private:
  using Map = std::map<std::string, std::shared_ptr<ClientSession>, std::less<>>;

  /// Takes out the one idle longest, of one caller if `principal` is not empty. There must be one.
  std::shared_ptr<ClientSession> take_idle_longest(std::string_view principal) REQUIRES(mutex_);
  std::size_t count(std::string_view principal) const REQUIRES(mutex_);

  const std::chrono::milliseconds call_time_max_;
  mutable base::Mutex mutex_;
  Map sessions_ GUARDED_BY(mutex_);
};

}  // namespace endpoint
