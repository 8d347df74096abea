#pragma once
// When the write-ahead log is folded into the database. A log grows while a reader keeps an old
// snapshot, so its size has a bound: `pages_max`, and one transaction of each process, which learns
// the size by its own commits. With pages of 4 KiB: usually below 4 MiB, below 64 MiB unless a read
// lasts, never much above 1 GiB.

#include <cstddef>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

struct WalLimits {
  std::size_t passive_pages = 1'000;   ///< from here on fold in what no reader needs
  std::size_t waiting_pages = 16'000;  ///< from here on wait a moment for readers, then empty it
  std::size_t pages_max = 256'000;     ///< from here on refuse to write
};

/// For one writing connection, under the write lock.
class Checkpoints {
 public:
  explicit Checkpoints(WalLimits limits) : limits_(limits), next_pages_(limits.passive_pages) {}

  /// `busy` if the log is at its bound and readers keep it there.
  base::Result<void> before_write(Connection& connection) const;

  /// Whether the log is so long that fold() should be called. To be asked once after each commit.
  bool is_due(const Connection& connection);

  /// With all of the log on the disk. Failures are logged, and one of the next commits tries again.
  void fold(Connection& connection);

 private:
  WalLimits limits_;
  std::size_t last_pages_ = 0;
  std::size_t next_pages_;
};

}  // namespace sqlite
