#pragma once
// Whose file it is and which schema it has: application_id and user_version of the SQLite header.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

/// One step of the schema. Never edited after a release; all of it is committed, or nothing.
struct Migration {
  int version;  ///< 1 for the first, then one more each
  std::string_view name;
  std::string_view sql;
};

struct Schema {
  std::int32_t application_id;
  std::span<const Migration> migrations;

  int version() const { return static_cast<int>(migrations.size()); }
};

base::Result<int> schema_version(Connection& connection);

base::Error newer_schema(const std::filesystem::path& path, int found, int known);

/// False: migrate() has work to do. `unavailable` for a file of another program or a newer schema.
base::Result<bool> is_current(Connection& connection,
                              const std::filesystem::path& path,
                              const Schema& schema);

/// Only under the write lock. Turns write-ahead logging on, signs the file and applies what is
/// missing. Whatever it committed before it was killed stays, and the next call goes on from there.
base::Result<void> migrate(Connection& connection,
                           const std::filesystem::path& path,
                           const Schema& schema);

}  // namespace sqlite
