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

  /// True: a program that knows only the version before reads the file right after this step, too.
  /// The embedded file says so in its first line: "-- readers: compatible".
  bool keeps_readers = false;
};

/// Fills what the last step has made and SQL alone cannot fill, in the transaction of that step.
using CompleteSchema = base::Result<void> (*)(Connection&);

struct Schema {
  std::int32_t application_id;
  std::span<const Migration> migrations;
  CompleteSchema complete = nullptr;

  int version() const { return static_cast<int>(migrations.size()); }
};

base::Result<int> schema_version(Connection& connection);

/// The oldest schema version whose programs can read this file. migrate() notes it in the table
/// schema_readers; a file without that is for programs that know its own version.
base::Result<int> oldest_reader(Connection& connection);

/// `unavailable` if the schema is newer than `known`, and not one that older programs can read.
base::Result<void> check_readable(Connection& connection,
                                  const std::filesystem::path& path,
                                  int known);

/// `unavailable` if the schema is newer than `known`: what is written must fit what is there.
base::Result<void> check_writable(Connection& connection,
                                  const std::filesystem::path& path,
                                  int known);

enum class Standing {
  outdated,  ///< migrate() has work to do
  current,
  newer  ///< can be read but not written
};

/// `unavailable` for a file of another program, or a newer one that cannot be read.
base::Result<Standing> standing_of(Connection& connection,
                                   const std::filesystem::path& path,
                                   const Schema& schema);

/// Only under the write lock. Turns write-ahead logging on, signs the file and applies what is
/// missing; a newer schema is left as it is. Whatever it committed before it was killed stays, and
/// the next call goes on from there.
base::Result<void> migrate(Connection& connection,
                           const std::filesystem::path& path,
                           const Schema& schema);

}  // namespace sqlite
