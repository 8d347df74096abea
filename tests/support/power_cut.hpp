#pragma once
// A disk whose power can be cut: a shim over SQLite's default VFS, which becomes the default of
// this process. For each file of one folder that is opened meanwhile it remembers what was written
// and not synced, so that a test can look at what the disk would have after a cut at this moment. A
// sync that fails does what Linux does: the pages count as written, and each open file is told
// once.
//
// One PowerCut at a time, one thread. Made-up in one thing: names in directories are never lost.

#include <filesystem>
#include <functional>
#include <random>
#include <string>

namespace support {

enum class SyncOutcome {
  done,
  failed,   ///< nothing of it is on the disk, and what is read is still what was written
  reverted  ///< the same, but what is read is what the disk has: the pages had left the memory
};

class PowerCut {
 public:
  /// With the path of the file, before it is synced.
  using AtSync = std::function<SyncOutcome(const std::string&)>;

  explicit PowerCut(std::filesystem::path folder);
  ~PowerCut();

  PowerCut(const PowerCut&) = delete;
  PowerCut& operator=(const PowerCut&) = delete;

  void at_sync(AtSync hook);

  /// The database and its log as the disk would have them. Of the writes that were not synced none
  /// is there, or, with dice, any of them.
  void copy(const std::filesystem::path& database,
            const std::filesystem::path& to,
            std::mt19937* dice = nullptr) const;
};

}  // namespace support
