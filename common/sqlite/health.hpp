#pragma once
// What an operator wants to know about a store; facts only, the judgement is the reader's.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

struct Health {
  std::filesystem::path path;
  std::string library_version;  ///< of SQLite
  int schema_version;
  int oldest_reader;         ///< programs that know this schema version can read the file
  std::string integrity;     ///< "ok", or the first problems that PRAGMA quick_check found
  std::string journal_mode;  ///< "wal"
  std::uint64_t database_bytes;
  std::uint64_t wal_bytes;
  mode_t file_mode;       ///< 0600
  mode_t directory_mode;  ///< 0700, but a directory that was there is left as it is
  uid_t owner;
  bool is_write_locked;                  ///< at this moment
  std::optional<int> write_lock_holder;  ///< process id, where the kernel tells
  std::string file_system;
};

/// Reads the whole file, so it takes its time with a big one.
base::Result<Health> inspect(Connection& connection);

}  // namespace sqlite
