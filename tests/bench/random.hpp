#pragma once
// Numbers that depend on a seed, a purpose and a number alone, on every machine.

#include <cstddef>
#include <cstdint>

namespace bench {

/// splitmix64: standard engines agree on their numbers, but standard distributions do not.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t purpose, std::uint64_t number)
      : state_(seed * 0x9E3779B97F4A7C15U ^ purpose * 0xD1B54A32D192ED03U ^
               number * 0x8CB92BA72F3D8DD7U) {
    next();
  }

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t value = state_;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
  }

  /// Both ends included.
  std::size_t between(std::size_t least, std::size_t most) {
    return least + next() % (most - least + 1);
  }

  bool one_in(std::size_t count) { return next() % count == 0; }

  template <class Values>
  const auto& any(const Values& values) {
    return values[next() % values.size()];
  }

 private:
  std::uint64_t state_;
};

}  // namespace bench
