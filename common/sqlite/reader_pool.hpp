#pragma once
// ReaderPool: read-only connections to one file, as many as are used at once; a few idle ones are
// kept. Thread-safe; nobody waits for another's read.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

class ReaderPool {
 public:
  struct Borrowed {
    Connection connection;
    std::uint64_t generation;
  };

  explicit ReaderPool(std::chrono::milliseconds busy_wait) : busy_wait_(busy_wait) {}

  /// From now on connections are to this file; those to an earlier one close as they come back.
  void start_anew(const std::filesystem::path& path);

  base::Result<Borrowed> borrow();

  /// A connection that is not given back just closes, as does one too many.
  void give_back(Borrowed borrowed);

 private:
  std::chrono::milliseconds busy_wait_;
  base::Mutex mutex_;
  std::filesystem::path path_ GUARDED_BY(mutex_);
  std::uint64_t generation_ GUARDED_BY(mutex_) = 0;
  std::vector<Connection> idle_ GUARDED_BY(mutex_);
};

}  // namespace sqlite
