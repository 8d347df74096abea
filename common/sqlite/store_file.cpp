#include "sqlite/store_file.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/fd.hpp"
#include "base/format.hpp"

namespace sqlite {
namespace {

using Named = std::pair<std::int64_t, std::string_view>;

constexpr std::array<Named, 10> network_file_systems{{
    {NFS_SUPER_MAGIC, "nfs"},
    {SMB_SUPER_MAGIC, "smb"},
    {SMB2_SUPER_MAGIC, "smb2"},
    {CIFS_SUPER_MAGIC, "cifs"},
    {V9FS_MAGIC, "9p"},
    {AFS_SUPER_MAGIC, "afs"},
    {AFS_FS_MAGIC, "afs"},
    {CODA_SUPER_MAGIC, "coda"},
    {CEPH_SUPER_MAGIC, "ceph"},
    {OCFS2_SUPER_MAGIC, "ocfs2"},
}};

constexpr std::array<Named, 7> local_file_systems{{
    {EXT4_SUPER_MAGIC, "ext4"},
    {XFS_SUPER_MAGIC, "xfs"},
    {BTRFS_SUPER_MAGIC, "btrfs"},
    {F2FS_SUPER_MAGIC, "f2fs"},
    {TMPFS_MAGIC, "tmpfs"},
    {OVERLAYFS_SUPER_MAGIC, "overlay"},
    {FUSE_SUPER_MAGIC, "fuse"},
}};

constexpr mode_t rights_of_others = S_IRWXG | S_IRWXO;

template <std::size_t count>
std::optional<std::string_view> name_in(const std::array<Named, count>& names, std::int64_t magic) {
  for (const auto& [number, name] : names) {
    if (number == magic) return name;
  }
  return std::nullopt;
}

/// statfs gives these numbers as signed or unsigned, by machine.
std::optional<std::int64_t> magic_of(const std::filesystem::path& path) {
  struct statfs status {};

  if (::statfs(path.c_str(), &status) != 0) return std::nullopt;
  return static_cast<std::int64_t>(static_cast<std::uint32_t>(status.f_type));
}

base::Result<void> make_directory(const std::filesystem::path& directory) {
  std::error_code ignored;
  if (std::filesystem::is_directory(directory, ignored)) return {};
  TRY(make_directory(directory.parent_path()));
  if (::mkdir(directory.c_str(), S_IRWXU) != 0) {
    if (errno == EEXIST) return {};
    return file_error(directory, "made");
  }
  return sync_directory(directory.parent_path());
}

/// mknod makes a file without opening it.
base::Result<void> make_file(const std::filesystem::path& path) {
  if (::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) == 0) {
    return sync_directory(path.parent_path());
  }
  if (errno == EEXIST) return {};
  return file_error(path, "made");
}

base::Result<void> make_private(const std::filesystem::path& path) {
  struct stat status {};

  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    return file_error(path, "read");
  }
  if (!S_ISREG(status.st_mode)) {
    return base::unavailable(
        base::format("{}: is not a regular file; name another path", path.native()));
  }
  if (status.st_uid != ::geteuid()) {
    return base::unavailable(
        base::format("{}: belongs to user {}, this process runs as {}; name a path of your own",
                     path.native(),
                     status.st_uid,
                     ::geteuid()));
  }
  if ((status.st_mode & rights_of_others) == 0) return {};
  const mode_t narrowed = status.st_mode & ~rights_of_others & mode_t{07777};
  if (::chmod(path.c_str(), narrowed) != 0) return file_error(path, "made private");
  return {};
}

}  // namespace

base::Error file_error(const std::filesystem::path& path, std::string_view action) {
  return base::unavailable(base::format("{}: cannot be {}: {}; check the path and its permissions",
                                        path.native(),
                                        action,
                                        std::generic_category().message(errno)));
}

base::Result<void> sync_directory(const std::filesystem::path& directory) {
  const base::Fd opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.number()) != 0) return file_error(directory, "written");
  return {};
}

std::optional<FileId> file_id(const std::filesystem::path& path) {
  struct stat status {};

  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileId{status.st_dev, status.st_ino};
}

std::optional<std::string_view> network_file_system(std::int64_t magic) {
  return name_in(network_file_systems, magic);
}

std::string file_system_of(const std::filesystem::path& path) {
  const auto magic = magic_of(path);
  if (!magic) return "unknown";
  if (const auto name = network_file_system(*magic)) return std::string(*name);
  if (const auto name = name_in(local_file_systems, *magic)) return std::string(*name);
  return base::format("{:#x}", *magic);
}

base::Result<std::filesystem::path> prepare_store_file(const std::filesystem::path& path) {
  std::error_code failed;
  const std::filesystem::path wanted = std::filesystem::absolute(path, failed);
  if (failed) return file_error(path, "resolved");
  TRY(make_directory(wanted.parent_path()));
  const std::filesystem::path resolved = std::filesystem::weakly_canonical(wanted, failed);
  if (failed) {
    errno = failed.value();
    return file_error(path, "resolved");
  }
  if (const auto magic = magic_of(resolved.parent_path())) {
    if (const auto network = network_file_system(*magic)) {
      return base::unavailable(
          base::format("{}: lies on a network file system ({}); name a path on a local disk",
                       resolved.native(),
                       *network));
    }
  }
  TRY(make_file(resolved));
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    TRY(make_private(resolved.native() + suffix));
  }
  return resolved;
}

}  // namespace sqlite
