#pragma once
// LineWriter: the one place that writes to the protocol's output, one message a line, one write a
// message.

#include <functional>
#include <string>

#include "base/mutex.hpp"
#include "mcp/sink.hpp"

namespace transport {

class LineWriter : public mcp::Sink {
 public:
  /// Borrows the descriptor. `on_broken` is called once, from the thread that notices, when nobody
  /// reads any more.
  LineWriter(int output, std::function<void()> on_broken)
      : output_(output), on_broken_(std::move(on_broken)) {}

  void send(std::string_view message) override;

 private:
  bool write_all(std::string_view bytes);

  const int output_;
  const std::function<void()> on_broken_;
  base::Mutex mutex_;
  std::string line_ GUARDED_BY(mutex_);
  bool broken_ GUARDED_BY(mutex_) = false;
};

}  // namespace transport
