#pragma once
// Admission: what is in flight, and how much of the server each caller may use at once. One busy
// agent must not keep the others out. Thread-safe.

#include <array>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <variant>

#include "base/limits.hpp"
#include "base/mutex.hpp"
#include "http_server/message.hpp"
#include "mcp/session.hpp"

namespace endpoint {

/// Something in flight.
struct Visit {
  enum class Kind {
    call,           ///< until it is answered
    streamed_call,  ///< the same, with a thread of the pool for itself
    stream          ///< stands open
  } kind;
  std::string principal;
  std::shared_ptr<mcp::Session> session;
  std::size_t bytes = 0;           ///< of the request
  std::function<void()> end = {};  ///< of a stream: what makes it end when the server does
};

class Admission {
 public:
  /// A place that is taken until it is destroyed, which must be before the Admission is.
  using Place = std::shared_ptr<void>;

  /// A place, or the reply that refuses one.
  std::variant<Place, http_server::Reply> enter(Visit visit);

  /// Answers the calls whose time is over.
  void expire(mcp::Call::Deadline now);

  /// Lets nobody in any more, ends the streams and waits until they and the calls have left. False
  /// if calls are still in flight when the time is over; they are asked to stop then.
  bool drain(std::chrono::milliseconds time_max);

 private:
  /// What a caller, or all of them, have in flight.
  struct Load {
    std::array<std::size_t, 3> visits = {};  ///< by kind
    std::size_t bytes = 0;

    std::size_t& of(Visit::Kind kind) { return visits[static_cast<std::size_t>(kind)]; }

    std::size_t calls() { return of(Visit::Kind::call) + of(Visit::Kind::streamed_call); }

    std::size_t all() { return calls() + of(Visit::Kind::stream); }

    void add(const Visit& visit);
    void remove(const Visit& visit);
  };

  std::list<Visit> visits() const;
  void leave(std::list<Visit>::iterator visit);

  mutable base::Mutex mutex_;
  base::Condition left_;
  std::list<Visit> visits_ GUARDED_BY(mutex_);
  std::map<std::string, Load, std::less<>> of_principal_ GUARDED_BY(mutex_);
  Load total_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace endpoint
