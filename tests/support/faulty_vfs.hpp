#pragma once
// A disk that fails when it is told to: a shim over SQLite's default VFS, which becomes the default
// of this process. Files opened before the first FaultyVfs never fail. Without a fault it changes
// nothing, so that a test can open, break and heal a database as it likes.
//
//   support::FaultyVfs disk;
//   disk.fail({.calls = {support::FileCall::sync}, .first = 2, .name = "-wal"});
//
// A write that fails has written half of its bytes, as a full disk does; all other calls that fail
// have done nothing. Thread-safe; one FaultyVfs at a time.

#include <functional>
#include <string>
#include <vector>

namespace support {

enum class FileCall {
  open,
  read,
  write,
  truncate,
  sync,
  shm  ///< mapping or locking the index of the write-ahead log; unlocking never fails
};

inline const std::vector<FileCall> all_file_calls{FileCall::open,
                                                  FileCall::read,
                                                  FileCall::write,
                                                  FileCall::truncate,
                                                  FileCall::sync,
                                                  FileCall::shm};

inline constexpr int fitting_code = 0;  ///< SQLITE_IOERR_READ for a read, and so on
inline constexpr int disk_full = 13;    ///< SQLITE_FULL
inline constexpr int no_fault = -1;     ///< the call takes long, but is made

struct Fault {
  std::vector<FileCall> calls = all_file_calls;
  int first = 1;            ///< the first to fail of the calls that match, from now on
  int code = fitting_code;  ///< any result code of SQLite
  bool lasts = false;       ///< true: all that follow fail, too
  std::string name = "";    ///< only files with this in their path; temporary files have none
  /// What happens in the world while the call is under way; may use other databases.
  std::function<void()> meanwhile = {};
};

class FaultyVfs {
 public:
  FaultyVfs();

  /// Heals; the shim stays.
  ~FaultyVfs();

  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  /// Takes the place of the fault before.
  void fail(Fault fault);

  void heal();

  /// Calls that matched since fail().
  int matching_calls() const;

  /// Whether the fault since fail() was met, also after heal().
  bool has_failed() const;
};

}  // namespace support
