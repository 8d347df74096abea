#include "transport/line_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace transport {

void LineWriter::send(std::string_view message) {
  const base::Lock lock(mutex_);
  if (broken_) return;
  line_.assign(message);
  line_ += '\n';
  if (write_all(line_)) return;
  broken_ = true;
  on_broken_();
}

bool LineWriter::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(output_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // somebody who shares the pipe made it non-blocking
      pollfd ready{output_, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace transport
