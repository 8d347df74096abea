#pragma once
// Fd: a file descriptor that closes itself. Move-only; -1 means "none".

#include <unistd.h>

#include <utility>

namespace base {

class Fd {
 public:
  Fd() = default;

  explicit Fd(int number) : number_(number) {}

  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

  Fd& operator=(Fd&& other) noexcept {
    reset(std::exchange(other.number_, -1));
    return *this;
  }

  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;

  ~Fd() { reset(); }

  int number() const { return number_; }

  explicit operator bool() const { return number_ >= 0; }

  void reset(int number = -1) {
    if (number_ >= 0) ::close(number_);
    number_ = number;
  }

 private:
  int number_ = -1;
};

}  // namespace base
