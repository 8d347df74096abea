#include "sqlite/back_up.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "base/fd.hpp"
#include "base/format.hpp"
#include "sqlite/store_file.hpp"

namespace sqlite {
namespace {

/// The copy under its first name; deleted unless it has got its own.
class PartialFile {
 public:
  static base::Result<PartialFile> make_beside(const std::filesystem::path& target) {
    std::string name = target.native() + ".part-XXXXXX";
    const base::Fd file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) return file_error(target, "made");
    return PartialFile(name);
  }

  PartialFile(PartialFile&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }

  PartialFile& operator=(PartialFile&&) = delete;

  ~PartialFile() {
    if (path_.empty()) return;
    // SQLite leaves its journal when the disk is full.
    ::unlink((path_ + "-journal").c_str());
    ::unlink(path_.c_str());
  }

  const std::string& path() const { return path_; }

  base::Result<void> rename(const std::filesystem::path& target) {
    if (!take_name(target)) return file_error(target, "made");
    path_.clear();
    return {};
  }

 private:
  explicit PartialFile(std::string path) : path_(std::move(path)) {}

  bool take_name(const std::filesystem::path& target) const {
    const char* wanted = target.c_str();
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, wanted, RENAME_NOREPLACE) == 0) return true;
    // Some file systems know no such rename.
    if (errno != EINVAL && errno != ENOSYS) return false;
    return ::rename(path_.c_str(), wanted) == 0;
  }

  std::string path_;
};

base::Result<void> copy_into(Connection& connection, const std::string& path) {
  auto copy = TRY(connection.prepare("VACUUM INTO ?"));
  TRY(copy.bind(path));
  TRY(copy.step());
  return {};
}

/// VACUUM INTO leaves out one thing: that the database is one with a write-ahead log. No connection
/// of this process has the file open, so it may be opened here.
base::Result<std::uint64_t> complete(const std::string& path) {
  constexpr std::array<unsigned char, 2> write_ahead_log{2, 2};
  constexpr off_t at_versions = 18;

  struct stat status {};

  const base::Fd file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!file || ::fstat(file.number(), &status) != 0) return file_error(path, "read");
  const ssize_t written =
      ::pwrite(file.number(), write_ahead_log.data(), write_ahead_log.size(), at_versions);
  if (written != std::ssize(write_ahead_log) || ::fsync(file.number()) != 0) {
    return file_error(path, "written");
  }
  return static_cast<std::uint64_t>(status.st_size);
}

base::Error named(const std::filesystem::path& target, const base::Error& error) {
  return {error.kind, base::format("{}: was not written: {}", target.native(), error.message)};
}

}  // namespace

base::Result<std::uint64_t> back_up(Connection& connection, const std::filesystem::path& target) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::absolute(target, failed);
  if (failed) return file_error(target, "resolved");

  struct stat status {};

  if (::lstat(path.c_str(), &status) == 0) {
    return base::conflict(
        base::format("{}: exists already; name another path, or move it away", path.native()));
  }
  PartialFile partial = TRY(PartialFile::make_beside(path));
  const auto copied = copy_into(connection, partial.path());
  if (!copied) return named(path, copied.error());
  const std::uint64_t bytes = TRY(complete(partial.path()));
  TRY(partial.rename(path));
  TRY(sync_directory(path.parent_path()));
  return bytes;
}

}  // namespace sqlite
