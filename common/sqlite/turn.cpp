#include "sqlite/turn.hpp"

#include "base/format.hpp"
#include "sqlite/error.hpp"

namespace sqlite {

base::Result<Turn::Held> Turn::take(std::stop_token stop,
                                    Deadline deadline,
                                    std::string_view what) {
  base::Lock lock(mutex_);
  const auto is_free = [this]() REQUIRES(mutex_) { return !taken_; };
  if (!given_back_.wait_until(mutex_, stop, deadline, is_free)) {
    if (stop.stop_requested()) return stopped_error();
    return base::busy(
        base::format("{}: other calls of this process kept it too long; try again", what));
  }
  taken_ = true;
  return Held(*this);
}

void Turn::give_back() {
  {
    base::Lock lock(mutex_);
    taken_ = false;
  }
  given_back_.notify_one();
}

}  // namespace sqlite
