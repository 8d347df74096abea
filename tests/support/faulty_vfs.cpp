#include "support/faulty_vfs.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/mutex.hpp"
#include "support/vfs_shim.hpp"

namespace support {
namespace {

using vfs::Io;
using vfs::pass;
using vfs::Shim;
using vfs::shim_of;

class Faults {
 public:
  void set(std::optional<Fault> fault) {
    base::Lock lock(mutex_);
    if (fault) matched_ = failed_ = 0;
    fault_ = std::move(fault);
  }

  /// SQLITE_OK: the call may be made.
  int code_for(FileCall call, const char* name, int fitting) {
    const std::optional<Fault> met = fault_for(call, name);
    if (!met) return SQLITE_OK;
    if (met->meanwhile) met->meanwhile();
    if (met->code == no_fault) return SQLITE_OK;
    return met->code == fitting_code ? fitting : met->code;
  }

  int matched() const {
    base::Lock lock(mutex_);
    return matched_;
  }

  int failed() const {
    base::Lock lock(mutex_);
    return failed_;
  }

 private:
  std::optional<Fault> fault_for(FileCall call, const char* name) {
    base::Lock lock(mutex_);
    if (!fault_ || !matches(call, name)) return std::nullopt;
    ++matched_;
    const bool is_met = matched_ == fault_->first || (matched_ > fault_->first && fault_->lasts);
    if (!is_met) return std::nullopt;
    ++failed_;
    return fault_;
  }

  bool matches(FileCall call, const char* name) const REQUIRES(mutex_) {
    const std::string_view path = name == nullptr ? "" : name;
    const auto& calls = fault_->calls;
    return std::find(calls.begin(), calls.end(), call) != calls.end() &&
           path.find(fault_->name) != std::string_view::npos;
  }

  mutable base::Mutex mutex_;
  std::optional<Fault> fault_ GUARDED_BY(mutex_);
  int matched_ GUARDED_BY(mutex_) = 0;
  int failed_ GUARDED_BY(mutex_) = 0;
};

Faults& faults() {
  static Faults all;
  return all;
}

sqlite3_vfs* real_vfs = nullptr;

int code_for(FileCall call, sqlite3_file* file, int fitting) {
  return faults().code_for(call, shim_of(file).name, fitting);
}

template <FileCall call, int fitting, auto method, class... Arguments>
int pass_or_fail(sqlite3_file* file, Arguments... arguments) {
  const int code = code_for(call, file, fitting);
  return code != SQLITE_OK ? code : pass<method>(file, arguments...);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  const int code = code_for(FileCall::write, file, SQLITE_IOERR_WRITE);
  if (code == SQLITE_OK) return pass<&Io::xWrite>(file, bytes, count, at);
  pass<&Io::xWrite>(file, bytes, count / 2, at);
  return code;
}

int lock_shm(sqlite3_file* file, int offset, int count, int flags) {
  if ((flags & SQLITE_SHM_LOCK) != 0) {
    const int code = code_for(FileCall::shm, file, SQLITE_IOERR_SHMLOCK);
    if (code != SQLITE_OK) return code;
  }
  return pass<&Io::xShmLock>(file, offset, count, flags);
}

constexpr Io methods{
    3,
    pass<&Io::xClose>,
    pass_or_fail<FileCall::read, SQLITE_IOERR_READ, &Io::xRead>,
    write,
    pass_or_fail<FileCall::truncate, SQLITE_IOERR_TRUNCATE, &Io::xTruncate>,
    pass_or_fail<FileCall::sync, SQLITE_IOERR_FSYNC, &Io::xSync>,
    pass<&Io::xFileSize>,
    pass<&Io::xLock>,
    pass<&Io::xUnlock>,
    pass<&Io::xCheckReservedLock>,
    pass<&Io::xFileControl>,
    pass<&Io::xSectorSize>,
    pass<&Io::xDeviceCharacteristics>,
    pass_or_fail<FileCall::shm, SQLITE_IOERR_SHMMAP, &Io::xShmMap>,
    lock_shm,
    pass<&Io::xShmBarrier>,
    pass<&Io::xShmUnmap>,
    pass<&Io::xFetch>,
    pass<&Io::xUnfetch>,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  Shim& shim = shim_of(file);
  shim = {{nullptr}, reinterpret_cast<sqlite3_file*>(&shim + 1), name};
  int code = faults().code_for(FileCall::open, name, SQLITE_CANTOPEN);
  if (code != SQLITE_OK) return code;
  code = real_vfs->xOpen(real_vfs, name, shim.real, flags, flags_out);
  // SQLite closes what has methods, also after an open that failed.
  if (shim.real->pMethods != nullptr) shim.head.pMethods = &methods;
  return code;
}

void register_once() {
  static sqlite3_vfs shim{};
  if (real_vfs != nullptr) return;
  real_vfs = sqlite3_vfs_find(nullptr);
  shim = *real_vfs;
  shim.zName = "faulty";
  shim.pNext = nullptr;
  shim.szOsFile = static_cast<int>(sizeof(Shim)) + real_vfs->szOsFile;
  shim.xOpen = open;
  sqlite3_vfs_register(&shim, 1);
}

}  // namespace

FaultyVfs::FaultyVfs() {
  register_once();
}

FaultyVfs::~FaultyVfs() {
  heal();
}

void FaultyVfs::fail(Fault fault) {
  faults().set(std::move(fault));
}

void FaultyVfs::heal() {
  faults().set(std::nullopt);
}

int FaultyVfs::matching_calls() const {
  return faults().matched();
}

bool FaultyVfs::has_failed() const {
  return faults().failed() > 0;
}

}  // namespace support
