#include "sqlite/migration.hpp"

#include <string>

#include "base/format.hpp"

namespace sqlite {
namespace {

struct Header {
  std::int64_t application_id;
  int version;
  bool has_tables;
  bool has_wal;
};

base::Result<std::int64_t> integer_of(Connection& connection, std::string_view sql) {
  auto statement = TRY(connection.prepare(sql));
  TRY(statement.step());
  return statement.integer(0);
}

/// To the end: SQLite gives the row with the new mode before it writes that to the file.
base::Result<bool> is_wal(Connection& connection, std::string_view sql) {
  auto statement = TRY(connection.prepare(sql));
  bool answer = false;
  while (TRY(statement.step()))
    answer = statement.text(0) == "wal";
  return answer;
}

base::Result<Header> read_header(Connection& connection) {
  Header header{};
  header.application_id = TRY(integer_of(connection, "PRAGMA application_id"));
  header.version = TRY(schema_version(connection));
  header.has_tables = TRY(integer_of(connection, "SELECT count(*) FROM sqlite_schema")) > 0;
  header.has_wal = TRY(is_wal(connection, "PRAGMA journal_mode"));
  return header;
}

/// What is asked for is gone either way. After an error of the disk SQLite has ended the
/// transaction itself, and that error is the one to tell.
void roll_back(Connection& connection) {
  if (connection.in_transaction()) static_cast<void>(connection.run("ROLLBACK"));
}

/// Programs that know this version can read what the steps up to `version` leave.
int oldest_reader_after(const Schema& schema, int version) {
  int oldest = version;
  while (oldest > 1 && schema.migrations[static_cast<std::size_t>(oldest) - 1].keeps_readers)
    --oldest;
  return oldest;
}

base::Error foreign_file(const std::filesystem::path& path, std::int64_t id) {
  return base::unavailable(base::format(
      "{}: belongs to another program (application id {}); name another path", path.native(), id));
}

base::Error newer_schema(const std::filesystem::path& path,
                         int found,
                         int known,
                         std::string_view consequence) {
  return base::unavailable(
      base::format("{}: has schema version {}, this program knows up to {}{}; update this program",
                   path.native(),
                   found,
                   known,
                   consequence));
}

base::Result<void> note_readers(Connection& connection, int oldest) {
  TRY(connection.run(
      "CREATE TABLE IF NOT EXISTS schema_readers(oldest_reader INTEGER NOT NULL) STRICT"));
  TRY(connection.run("DELETE FROM schema_readers"));
  return connection.run(base::format("INSERT INTO schema_readers VALUES({})", oldest));
}

base::Result<void> apply_in_transaction(Connection& connection,
                                        const Schema& schema,
                                        const Migration& migration) {
  TRY(connection.run("BEGIN IMMEDIATE"));
  TRY(connection.run(migration.sql));
  TRY(note_readers(connection, oldest_reader_after(schema, migration.version)));
  const bool is_last = migration.version == schema.version();
  if (is_last && schema.complete != nullptr) TRY(schema.complete(connection));
  TRY(connection.run(base::format("PRAGMA user_version={}", migration.version)));
  return connection.run("COMMIT");
}

base::Result<void> apply(Connection& connection,
                         const std::filesystem::path& path,
                         const Schema& schema,
                         const Migration& migration) {
  auto applied = apply_in_transaction(connection, schema, migration);
  if (applied) return {};
  roll_back(connection);
  const base::Error& error = applied.error();
  return base::Error{error.kind,
                     base::format("{}: migration {} ({}): {}",
                                  path.native(),
                                  migration.version,
                                  migration.name,
                                  error.message)};
}

base::Result<Standing> standing_now(Connection& connection,
                                    const std::filesystem::path& path,
                                    const Schema& schema) {
  const Header header = TRY(read_header(connection));
  const bool is_ours = header.application_id == schema.application_id;
  const bool is_blank = header.application_id == 0 && header.version == 0 && !header.has_tables;
  if (!is_ours && !is_blank) return foreign_file(path, header.application_id);
  if (header.version > schema.version()) {
    TRY(check_readable(connection, path, schema.version()));
    return Standing::newer;
  }
  const bool is_current = is_ours && header.has_wal && header.version == schema.version();
  return is_current ? Standing::current : Standing::outdated;
}

}  // namespace

base::Result<int> schema_version(Connection& connection) {
  return static_cast<int>(TRY(integer_of(connection, "PRAGMA user_version")));
}

base::Result<int> oldest_reader(Connection& connection) {
  const bool is_noted = TRY(integer_of(connection,
                                       "SELECT count(*) FROM sqlite_schema"
                                       " WHERE type = 'table' AND name = 'schema_readers'")) > 0;
  if (!is_noted) return schema_version(connection);
  return static_cast<int>(TRY(integer_of(connection, "SELECT oldest_reader FROM schema_readers")));
}

base::Result<void> check_readable(Connection& connection,
                                  const std::filesystem::path& path,
                                  int known) {
  const int found = TRY(schema_version(connection));
  if (found <= known || TRY(oldest_reader(connection)) <= known) return {};
  return newer_schema(path, found, known, "");
}

base::Result<void> check_writable(Connection& connection,
                                  const std::filesystem::path& path,
                                  int known) {
  const int found = TRY(schema_version(connection));
  if (found <= known) return {};
  const bool is_readable = TRY(oldest_reader(connection)) <= known;
  return newer_schema(path, found, known, is_readable ? ": it can be read but not written" : "");
}

base::Result<Standing> standing_of(Connection& connection,
                                   const std::filesystem::path& path,
                                   const Schema& schema) {
  // In one transaction: another process may be migrating the file.
  TRY(connection.run("BEGIN"));
  auto standing = standing_now(connection, path, schema);
  roll_back(connection);
  return standing;
}

base::Result<void> migrate(Connection& connection,
                           const std::filesystem::path& path,
                           const Schema& schema) {
  if (TRY(standing_of(connection, path, schema)) != Standing::outdated) return {};
  if (!TRY(is_wal(connection, "PRAGMA journal_mode=WAL"))) {
    return base::unavailable(
        base::format("{}: this file system allows no write-ahead log; name a path on a local disk",
                     path.native()));
  }
  TRY(connection.run(base::format("PRAGMA application_id={}", schema.application_id)));
  const int found = TRY(schema_version(connection));
  for (const Migration& migration : schema.migrations) {
    if (migration.version <= found) continue;
    TRY(apply(connection, path, schema, migration));
  }
  return {};
}

}  // namespace sqlite
