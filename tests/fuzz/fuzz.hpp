#pragma once
// What every fuzz target needs: the input as text, and a check that ends the run.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"

namespace fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view()
                   : std::string_view(reinterpret_cast<const char*>(data), size);
}

}  // namespace fuzz

/// Declares the function that libFuzzer calls; the body sees `input`, a std::string_view.
#define FUZZ_TARGET(input)                                                           \
  static void run_one(std::string_view input);                                       \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size); \
  int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {           \
    run_one(fuzz::text_of(data, size));                                              \
    return 0;                                                                        \
  }                                                                                  \
  static void run_one(std::string_view input)
