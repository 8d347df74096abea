#pragma once
// What this process writes to stderr, for the time of a test.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>

#include "base/fd.hpp"

namespace support {

/// Stderr is a pipe while this lives. Assertions belong behind it.
class CapturedStderr {
 public:
  CapturedStderr() : saved_(::dup(STDERR_FILENO)) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("cannot make a pipe");
    read_end_.reset(ends[0]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[1]);
  }

  ~CapturedStderr() { restore(); }

  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  void restore() {
    if (!saved_) return;
    ::dup2(saved_.number(), STDERR_FILENO);
    saved_.reset();
  }

  /// What was written since the last call.
  std::string text() const {
    std::string all;
    std::array<char, 4096> chunk{};
    for (ssize_t got = 0; (got = ::read(read_end_.number(), chunk.data(), chunk.size())) > 0;)
      all.append(chunk.data(), static_cast<std::size_t>(got));
    return all;
  }

 private:
  base::Fd saved_;
  base::Fd read_end_;
};

}  // namespace support
