#pragma once
// Bells: two words in a file that processes share, by which one wakes another. Who rings need not
// know whether anybody waits; who waits sleeps for a while at most, since a process that dies does
// not ring. A hint, therefore: what is true is what the lock says.
//
// Linux only: futexes in a mapped file. Where the file cannot have the words (no space is left),
// ringing does nothing, and waiting is sleeping for 2 ms.

#include <chrono>
#include <cstdint>
#include <utility>

namespace sqlite {

enum class Bell { first, second };

class Bells {
 public:
  /// None: they cannot be rung.
  Bells() = default;

  /// Those in the open file, which is made long enough.
  explicit Bells(int file);

  Bells(Bells&& other) noexcept : words_(std::exchange(other.words_, nullptr)) {}

  Bells& operator=(Bells&& other) noexcept {
    std::swap(words_, other.words_);
    return *this;
  }

  ~Bells();

  /// How often it was rung. To be asked before looking at what the bell is rung for.
  std::uint32_t rung(Bell bell) const;

  /// Wakes one of those who wait.
  void ring(Bell bell);

  /// Until it was rung more often than `before`, at most so long. May end early.
  void wait(Bell bell, std::uint32_t before, std::chrono::microseconds at_most);

 private:
  std::uint32_t* word(Bell bell) const { return words_ + static_cast<int>(bell); }

  std::uint32_t* words_ = nullptr;
};

}  // namespace sqlite
