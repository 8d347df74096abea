#include "support/power_cut.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <vector>

#include "support/vfs_shim.hpp"

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

/// Below the power cut; another one may lie above.
sqlite3_vfs* vfs_with_power = nullptr;

/// Its name is null if nobody looks at the file.
struct WatchedFile : vfs::Shim {
  int failures_told;
};

WatchedFile& watched(sqlite3_file* file) {
  return *reinterpret_cast<WatchedFile*>(file);
}

void apply(const Change& change, std::string& bytes) {
  const std::size_t end = change.at + change.bytes.size();
  if (change.is_cut || bytes.size() < end) bytes.resize(end);
  std::copy(change.bytes.begin(),
            change.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(change.at));
}

void note(const WatchedFile& file, bool is_cut, sqlite3_int64 at, std::string bytes) {
  Disk& all = disk();
  if (file.name == nullptr) return;
  all.files[file.name].unsynced.push_back(
      {++all.last_change, is_cut, static_cast<std::size_t>(at), std::move(bytes)});
}

int note_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  note(watched(file),
       false,
       at,
       std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count)));
  return vfs::pass<&vfs::Io::xWrite>(file, bytes, count, at);
}

int note_truncate(sqlite3_file* file, sqlite3_int64 size) {
  note(watched(file), true, size, {});
  return vfs::pass<&vfs::Io::xTruncate>(file, size);
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
    vfs::pass<&vfs::Io::xWrite>(shim,
                                static_cast<const void*>(before.data()),
                                static_cast<int>(before.size()),
                                static_cast<sqlite3_int64>(change.at));
  }
  std::erase_if(file.unsynced, [&](const Change& change) { return change.number <= number; });
  if (outcome != SyncOutcome::done) ++file.failures;
}

int sync_or_lose(sqlite3_file* file, int flags) {
  WatchedFile& shim = watched(file);
  if (shim.name == nullptr) return vfs::pass<&vfs::Io::xSync>(file, flags);
  const int number = disk().last_change;
  const SyncOutcome outcome = disk().at_sync ? disk().at_sync(shim.name) : SyncOutcome::done;
  DiskFile& kept = disk().files[shim.name];
  settle(file, kept, number, outcome);
  if (shim.failures_told == kept.failures) return SQLITE_OK;
  shim.failures_told = kept.failures;
  return SQLITE_IOERR_FSYNC;
}

/// The real ones but for what is noted.
vfs::Io methods_of_watched() {
  return {
      3,
      vfs::pass<&vfs::Io::xClose>,
      vfs::pass<&vfs::Io::xRead>,
      note_write,
      note_truncate,
      sync_or_lose,
      vfs::pass<&vfs::Io::xFileSize>,
      vfs::pass<&vfs::Io::xLock>,
      vfs::pass<&vfs::Io::xUnlock>,
      vfs::pass<&vfs::Io::xCheckReservedLock>,
      vfs::pass<&vfs::Io::xFileControl>,
      vfs::pass<&vfs::Io::xSectorSize>,
      vfs::pass<&vfs::Io::xDeviceCharacteristics>,
      vfs::pass<&vfs::Io::xShmMap>,
      vfs::pass<&vfs::Io::xShmLock>,
      vfs::pass<&vfs::Io::xShmBarrier>,
      vfs::pass<&vfs::Io::xShmUnmap>,
      vfs::pass<&vfs::Io::xFetch>,
      vfs::pass<&vfs::Io::xUnfetch>,
  };
}

bool is_watched(const char* name, int flags) {
  const bool is_kept = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
  return is_kept && std::filesystem::path(name).parent_path() == disk().folder;
}

int open_watched(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static const vfs::Io methods = methods_of_watched();
  WatchedFile& shim = watched(file);
  const bool is_of_interest = is_watched(name, flags);
  shim = {{{nullptr}, reinterpret_cast<sqlite3_file*>(&shim + 1), is_of_interest ? name : nullptr},
          is_of_interest ? disk().files[name].failures : 0};
  const int code = vfs_with_power->xOpen(vfs_with_power, name, shim.real, flags, flags_out);
  // SQLite closes what has methods, also after an open that failed.
  if (shim.real->pMethods != nullptr) shim.head.pMethods = &methods;
  return code;
}

void install_once() {
  static sqlite3_vfs shim{};
  if (vfs_with_power != nullptr) return;
  vfs_with_power = sqlite3_vfs_find(nullptr);
  shim = *vfs_with_power;
  shim.zName = "power cut";
  shim.pNext = nullptr;
  shim.szOsFile = static_cast<int>(sizeof(WatchedFile)) + vfs_with_power->szOsFile;
  shim.xOpen = open_watched;
  sqlite3_vfs_register(&shim, 1);
}

}  // namespace

PowerCut::PowerCut(std::filesystem::path folder) {
  install_once();
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
