#include "support/power_cut.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <vector>

namespace support {
namespace {

struct Change {
  int number;  ///< their order
  bool is_cut;
  std::size_t at;
  std::string bytes;
};

struct DiskFile {
  std::string synced;
  std::vector<Change> unsynced = {};
  int failures = 0;
};

struct Disk {
  std::filesystem::path folder = {};  ///< empty: nothing is of interest
  int last_change = 0;
  PowerCut::AtSync at_sync = {};
  std::map<std::string, DiskFile> files = {};
};

Disk& disk() {
  static Disk only;
  return only;
}

sqlite3_vfs* real_vfs = nullptr;

/// Lies in memory of SQLite's; the real file follows it.
struct Shim {
  sqlite3_file head;
  sqlite3_file* real;
  const char* name;  ///< SQLite keeps it until the file is closed; null: not of interest
  int failures_told;
};

Shim& shim_of(sqlite3_file* file) {
  return *reinterpret_cast<Shim*>(file);
}

using Io = sqlite3_io_methods;

template <auto method, class... Arguments>
auto pass(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real = shim_of(file).real;
  return (real->pMethods->*method)(real, arguments...);
}

void apply(const Change& change, std::string& bytes) {
  const std::size_t end = change.at + change.bytes.size();
  if (change.is_cut || bytes.size() < end) bytes.resize(end);
  std::copy(change.bytes.begin(),
            change.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(change.at));
}

void note(const Shim& shim, bool is_cut, sqlite3_int64 at, std::string bytes) {
  Disk& all = disk();
  if (shim.name == nullptr) return;
  all.files[shim.name].unsynced.push_back(
      {++all.last_change, is_cut, static_cast<std::size_t>(at), std::move(bytes)});
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  note(shim_of(file),
       false,
       at,
       std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count)));
  return pass<&Io::xWrite>(file, bytes, count, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  note(shim_of(file), true, size, {});
  return pass<&Io::xTruncate>(file, size);
}

/// What was there before, where nothing was synced.
std::string bytes_before(const DiskFile& file, const Change& change) {
  std::string bytes(change.bytes.size(), '\0');
  for (std::size_t at = 0; at < bytes.size() && change.at + at < file.synced.size(); ++at)
    bytes[at] = file.synced[change.at + at];
  return bytes;
}

/// Changes up to this number leave the memory, one way or the other.
void settle(sqlite3_file* shim, DiskFile& file, int number, SyncOutcome outcome) {
  for (const Change& change : file.unsynced) {
    if (change.number > number) break;
    if (outcome == SyncOutcome::done) apply(change, file.synced);
    if (outcome != SyncOutcome::reverted || change.is_cut) continue;
    const std::string before = bytes_before(file, change);
    pass<&Io::xWrite>(shim,
                      static_cast<const void*>(before.data()),
                      static_cast<int>(before.size()),
                      static_cast<sqlite3_int64>(change.at));
  }
  std::erase_if(file.unsynced, [&](const Change& change) { return change.number <= number; });
  if (outcome != SyncOutcome::done) ++file.failures;
}

int sync(sqlite3_file* file, int flags) {
  Shim& shim = shim_of(file);
  if (shim.name == nullptr) return pass<&Io::xSync>(file, flags);
  const int number = disk().last_change;
  const SyncOutcome outcome = disk().at_sync ? disk().at_sync(shim.name) : SyncOutcome::done;
  DiskFile& kept = disk().files[shim.name];
  settle(file, kept, number, outcome);
  if (shim.failures_told == kept.failures) return SQLITE_OK;
  shim.failures_told = kept.failures;
  return SQLITE_IOERR_FSYNC;
}

constexpr Io methods{
    3,
    pass<&Io::xClose>,
    pass<&Io::xRead>,
    write,
    truncate,
    sync,
    pass<&Io::xFileSize>,
    pass<&Io::xLock>,
    pass<&Io::xUnlock>,
    pass<&Io::xCheckReservedLock>,
    pass<&Io::xFileControl>,
    pass<&Io::xSectorSize>,
    pass<&Io::xDeviceCharacteristics>,
    pass<&Io::xShmMap>,
    pass<&Io::xShmLock>,
    pass<&Io::xShmBarrier>,
    pass<&Io::xShmUnmap>,
    pass<&Io::xFetch>,
    pass<&Io::xUnfetch>,
};

bool is_watched(const char* name, int flags) {
  const bool is_kept = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
  return is_kept && std::filesystem::path(name).parent_path() == disk().folder;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  Shim& shim = shim_of(file);
  const bool is_of_interest = is_watched(name, flags);
  shim = {{nullptr},
          reinterpret_cast<sqlite3_file*>(&shim + 1),
          is_of_interest ? name : nullptr,
          is_of_interest ? disk().files[name].failures : 0};
  const int code = real_vfs->xOpen(real_vfs, name, shim.real, flags, flags_out);
  // SQLite closes what has methods, also after an open that failed.
  if (shim.real->pMethods != nullptr) shim.head.pMethods = &methods;
  return code;
}

void register_once() {
  static sqlite3_vfs shim{};
  if (real_vfs != nullptr) return;
  real_vfs = sqlite3_vfs_find(nullptr);
  shim = *real_vfs;
  shim.zName = "power cut";
  shim.pNext = nullptr;
  shim.szOsFile = static_cast<int>(sizeof(Shim)) + real_vfs->szOsFile;
  shim.xOpen = open;
  sqlite3_vfs_register(&shim, 1);
}

}  // namespace

PowerCut::PowerCut(std::filesystem::path folder) {
  register_once();
  disk() = {.folder = std::move(folder)};
}

PowerCut::~PowerCut() {
  disk() = {};
}

void PowerCut::at_sync(AtSync hook) {
  disk().at_sync = std::move(hook);
}

void PowerCut::copy(const std::filesystem::path& database,
                    const std::filesystem::path& to,
                    std::mt19937* dice) const {
  for (const char* suffix : {"", "-wal"}) {
    const auto found = disk().files.find(database.native() + suffix);
    if (found == disk().files.end()) continue;
    std::string bytes = found->second.synced;
    for (const Change& change : found->second.unsynced)
      if (dice != nullptr && (*dice)() % 2 == 0) apply(change, bytes);
    std::ofstream(to.native() + suffix, std::ios::binary) << bytes;
  }
}

}  // namespace support
