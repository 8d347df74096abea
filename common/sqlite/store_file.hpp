#pragma once
// The database file as a file: where it may lie, whose it is, and who may read it.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sqlite {

struct FileId {
  dev_t device;
  ino_t inode;

  bool operator==(const FileId&) const = default;
};

/// The words for errno after `path` could not be "opened", "made", ...
base::Error file_error(const std::filesystem::path& path, std::string_view action);

/// A new name in a directory survives a power cut only once the directory is on the disk.
base::Result<void> sync_directory(const std::filesystem::path& directory);

std::optional<FileId> file_id(const std::filesystem::path& path);

/// The name of a network file system by its statfs number: SQLite's locks are not safe there.
std::optional<std::string_view> network_file_system(std::int64_t magic);

/// Its name if it is a usual one, else its number.
std::string file_system_of(const std::filesystem::path& path);

/// Makes missing directories (0700) and the file (0600) and gives the path with symbolic links
/// resolved, so that all processes lock the same lock file. Takes the rights of others away from
/// files that are there; leaves directories that are there as they are. Never opens the file:
/// closing it again would drop the locks of SQLite connections in this process.
base::Result<std::filesystem::path> prepare_store_file(const std::filesystem::path& path);

}  // namespace sqlite
