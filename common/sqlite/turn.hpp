#pragma once
// Turn: a mutex between the threads of this process that one waits for no longer than a deadline
// and a stop token allow.

#include <chrono>
#include <condition_variable>
#include <stop_token>
#include <string_view>
#include <utility>

#include "base/mutex.hpp"
#include "base/result.hpp"

namespace sqlite {

using Deadline = std::chrono::steady_clock::time_point;

class Turn {
 public:
  /// It is this holder's turn until the end of its life, which must not exceed the Turn's.
  class Held {
   public:
    explicit Held(Turn& turn) : turn_(&turn) {}

    Held(Held&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}

    Held& operator=(Held&&) = delete;

    ~Held() {
      if (turn_ != nullptr) turn_->give_back();
    }

   private:
    Turn* turn_;
  };

  /// `busy` after the deadline, naming `what` is in use.
  base::Result<Held> take(std::stop_token stop, Deadline deadline, std::string_view what);

 private:
  void give_back();

  base::Mutex mutex_;
  std::condition_variable_any given_back_;
  bool taken_ GUARDED_BY(mutex_) = false;
};

}  // namespace sqlite
