#pragma once
// What ends a server: a signal, the death of the process that started it, or the end of its input.
// One owner, the main thread, waits for the first of them and then shuts down in one order.

#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace transport {

/// A descriptor that becomes readable when signal() is called, from any thread or handler. It stays
/// readable.
class Wakeup {
 public:
  Wakeup();

  void signal() const;

  int fd() const { return event_.number(); }

 private:
  base::Fd event_;
};

class Endings {
 public:
  /// Must be made before any other thread starts: it blocks SIGINT, SIGTERM and SIGHUP for all of
  /// them and ignores SIGPIPE. `watch_parent`: stdio servers end with the process that started
  /// them; a shared server does not.
  static Endings watch(bool watch_parent);

  enum class Cause { signal, parent_died, input_ended };

  /// Waits; `input_ended` is what the reader signals. A reader that is held up in a write does not
  /// see the end of `input`: some time after the other side has hung up, the input counts as ended.
  Cause wait(const Wakeup& input_ended, int input) const;

 private:
  base::Fd signals_;
  base::Fd parent_;     ///< a pidfd; none if the kernel has no such thing
  int parent_pid_ = 0;  ///< polled instead then
};

}  // namespace transport
