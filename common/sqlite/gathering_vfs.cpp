#include "sqlite/gathering_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <list>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "sqlite/log_format.hpp"

namespace sqlite {
namespace {

/// SQLite's VFS for Unix takes less than 128 KiB at a time (os_unix.c, seekAndWriteFd). Longer
/// commits take several calls.
constexpr std::size_t gathered_bytes_max = std::size_t{124} * 1024;

using Io = sqlite3_io_methods;

struct GatheringLog;

/// Lies in memory of SQLite's, and the file that it stands for follows it there.
struct Shim {
  sqlite3_file head;
  sqlite3_file* real;
};

struct MainFile : Shim {
  GatheringLog* log;  ///< while it is open
};

struct GatheringLog : Shim {
  MainFile* main;
  sqlite3_int64 begin;  ///< where in the file the gathered bytes belong
  bool ends_commit;     ///< the page that comes next is the last of a commit
  int failure;          ///< of what nobody waited for; the next sync tells it
  std::vector<unsigned char> gathered;

  int write_out();
  void write_out_unasked();
  int sync(int flags);
  int write(const unsigned char* bytes, int count, sqlite3_int64 at);
  void gather(const unsigned char* bytes, std::size_t count, sqlite3_int64 at);
};

int GatheringLog::write_out() {
  if (gathered.empty()) return SQLITE_OK;
  const int code =
      real->pMethods->xWrite(real, gathered.data(), static_cast<int>(gathered.size()), begin);
  gathered.clear();
  return code;
}

/// Before others may know of it, from where no error can be told.
void GatheringLog::write_out_unasked() {
  ends_commit = false;
  const int code = write_out();
  if (code != SQLITE_OK) failure = code;
}

int GatheringLog::sync(int flags) {
  const int written = write_out();
  const int before = std::exchange(failure, SQLITE_OK);
  const int synced = real->pMethods->xSync(real, flags);
  return written != SQLITE_OK ? written : before != SQLITE_OK ? before : synced;
}

void GatheringLog::gather(const unsigned char* bytes, std::size_t count, sqlite3_int64 at) {
  if (gathered.capacity() == 0) gathered.reserve(std::size_t{16} * 1024);
  if (gathered.empty()) begin = at;
  gathered.insert(gathered.end(), bytes, bytes + count);
}

int GatheringLog::write(const unsigned char* bytes, int count, sqlite3_int64 at) {
  const auto size = static_cast<std::size_t>(count);
  const auto end = begin + static_cast<sqlite3_int64>(gathered.size());
  if (at != end || gathered.size() + size > gathered_bytes_max) {
    const int code = write_out();
    if (code != SQLITE_OK) return code;
  }
  try {
    gather(bytes, size, at);
  } catch (const std::bad_alloc&) {
    gathered.clear();
    return SQLITE_IOERR_NOMEM;
  }
  if (ends_commit) {
    ends_commit = false;
    return write_out();
  }
  const unsigned char* pages_after_commit = bytes + pages_after_commit_at;
  ends_commit = size == frame_header_bytes &&
                std::any_of(pages_after_commit, pages_after_commit + 4, [](unsigned char byte) {
                  return byte != 0;
                });
  return SQLITE_OK;
}

MainFile& main_of(sqlite3_file* file) {
  return *reinterpret_cast<MainFile*>(file);
}

GatheringLog& log_of(sqlite3_file* file) {
  return *reinterpret_cast<GatheringLog*>(file);
}

template <auto method, class... Arguments>
auto pass(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real = reinterpret_cast<Shim*>(file)->real;
  return (real->pMethods->*method)(real, arguments...);
}

/// For what must find in the file all that was written to it.
template <auto method, class... Arguments>
auto write_out_and_pass(sqlite3_file* file, Arguments... arguments) {
  const int code = log_of(file).write_out();
  return code != SQLITE_OK ? code : pass<method>(file, arguments...);
}

int lock_index(sqlite3_file* file, int offset, int count, int flags) {
  GatheringLog* log = main_of(file).log;
  const bool lets_go = (flags & SQLITE_SHM_UNLOCK) != 0 && offset == lock_on_writing;
  // Only what was rolled back or has failed is still there; the next writer takes its place.
  if (log != nullptr && lets_go) log->write_out_unasked();
  return pass<&Io::xShmLock>(file, offset, count, flags);
}

/// Also before the index tells of a commit: where a page is in the log twice, SQLite ends a commit
/// by writing headers of frames anew, and no page follows the last.
void publish_index(sqlite3_file* file) {
  if (GatheringLog* log = main_of(file).log; log != nullptr) log->write_out_unasked();
  pass<&Io::xShmBarrier>(file);
}

int sync_log(sqlite3_file* file, int flags) {
  return log_of(file).sync(flags);
}

int close_log(sqlite3_file* file) {
  GatheringLog& log = log_of(file);
  const int written = log.write_out();
  if (log.main != nullptr) log.main->log = nullptr;
  const int closed = log.real->pMethods->xClose(log.real);
  std::destroy_at(&log);
  return written != SQLITE_OK ? written : closed;
}

int write_log(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  return log_of(file).write(static_cast<const unsigned char*>(bytes), count, at);
}

constexpr Io main_methods{
    3,
    pass<&Io::xClose>,
    pass<&Io::xRead>,
    pass<&Io::xWrite>,
    pass<&Io::xTruncate>,
    pass<&Io::xSync>,
    pass<&Io::xFileSize>,
    pass<&Io::xLock>,
    pass<&Io::xUnlock>,
    pass<&Io::xCheckReservedLock>,
    pass<&Io::xFileControl>,
    pass<&Io::xSectorSize>,
    pass<&Io::xDeviceCharacteristics>,
    pass<&Io::xShmMap>,
    lock_index,
    publish_index,
    pass<&Io::xShmUnmap>,
    pass<&Io::xFetch>,
    pass<&Io::xUnfetch>,
};

constexpr Io log_methods{
    1,
    close_log,
    write_out_and_pass<&Io::xRead>,
    write_log,
    write_out_and_pass<&Io::xTruncate>,
    sync_log,
    write_out_and_pass<&Io::xFileSize>,
    pass<&Io::xLock>,
    pass<&Io::xUnlock>,
    pass<&Io::xCheckReservedLock>,
    pass<&Io::xFileControl>,
    pass<&Io::xSectorSize>,
    pass<&Io::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

struct GatheringVfs {
  sqlite3_vfs head;
  sqlite3_vfs* real;
  std::string name;
};

int open_main(sqlite3_vfs* real, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* main = std::construct_at(reinterpret_cast<MainFile*>(file));
  main->real = reinterpret_cast<sqlite3_file*>(main + 1);
  const int code = real->xOpen(real, name, main->real, flags, flags_out);
  // SQLite closes what has methods, also after an open that failed.
  if (main->real->pMethods != nullptr) main->head.pMethods = &main_methods;
  return code;
}

int open_log(sqlite3_vfs* real, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* log = std::construct_at(reinterpret_cast<GatheringLog*>(file));
  log->real = reinterpret_cast<sqlite3_file*>(log + 1);
  const int code = real->xOpen(real, name, log->real, flags, flags_out);
  if (log->real->pMethods == nullptr) {
    std::destroy_at(log);
    file->pMethods = nullptr;
    return code;
  }
  log->head.pMethods = &log_methods;
  log->main = &main_of(sqlite3_database_file_object(name));
  log->main->log = log;
  return code;
}

int open_gathering(
    sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  sqlite3_vfs* real = reinterpret_cast<GatheringVfs*>(vfs)->real;
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) return open_main(real, name, file, flags, flags_out);
  if ((flags & SQLITE_OPEN_WAL) != 0) return open_log(real, name, file, flags, flags_out);
  return real->xOpen(real, name, file, flags, flags_out);
}

}  // namespace

const char* gathering_vfs() {
  static base::Mutex mutex;
  static std::list<GatheringVfs> known;  // SQLite keeps pointers to them
  base::Lock lock(mutex);
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  const auto same = std::find_if(
      known.begin(), known.end(), [&](const GatheringVfs& vfs) { return vfs.real == real; });
  if (same != known.end()) return same->name.c_str();
  GatheringVfs& added =
      known.emplace_back(GatheringVfs{*real, real, std::string("gathering ") + real->zName});
  added.head.zName = added.name.c_str();
  added.head.pNext = nullptr;
  added.head.szOsFile =
      static_cast<int>(std::max(sizeof(MainFile), sizeof(GatheringLog))) + real->szOsFile;
  added.head.xOpen = open_gathering;
  sqlite3_vfs_register(&added.head, 0);
  return added.name.c_str();
}

}  // namespace sqlite
