#pragma once
// State directories with so many records of the corpus in them. Making a large one takes minutes,
// so they are kept beside the build and made anew only when corpus or schema are others.

#include <cstdint>
#include <filesystem>

#include "bench/contestants.hpp"
#include "bench/corpus.hpp"

namespace bench {

/// The corpus of all benchmarks.
const Corpus& corpus();

/// Must not be changed; for programs that only read. Throws if it cannot be made.
std::filesystem::path filled_home(const Contestants& contestants, std::uint64_t records);

/// A state directory of its own for programs that write, on the disk where the stores are.
class OwnHome {
 public:
  /// With a copy of the store of so many records, or empty.
  explicit OwnHome(const Contestants& contestants, std::uint64_t records = 0);
  ~OwnHome();

  OwnHome(const OwnHome&) = delete;
  OwnHome& operator=(const OwnHome&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace bench
