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

base::Result<bool> is_wal(Connection& connection, std::string_view sql) {
  auto statement = TRY(connection.prepare(sql));
  TRY(statement.step());
  return statement.text(0) == "wal";
}

base::Result<Header> read_header_now(Connection& connection) {
  Header header{};
  header.application_id = TRY(integer_of(connection, "PRAGMA application_id"));
  header.version = TRY(schema_version(connection));
  header.has_tables = TRY(integer_of(connection, "SELECT count(*) FROM sqlite_schema")) > 0;
  header.has_wal = TRY(is_wal(connection, "PRAGMA journal_mode"));
  return header;
}

/// In one transaction: another process may be migrating the file.
base::Result<Header> read_header(Connection& connection) {
  TRY(connection.run("BEGIN"));
  auto header = read_header_now(connection);
  TRY(connection.run("ROLLBACK"));
  return header;
}

base::Error foreign_file(const std::filesystem::path& path, std::int64_t id) {
  return base::unavailable(base::format(
      "{}: belongs to another program (application id {}); name another path", path.native(), id));
}

base::Result<void> apply_in_transaction(Connection& connection, const Migration& migration) {
  TRY(connection.run("BEGIN IMMEDIATE"));
  TRY(connection.run(migration.sql));
  TRY(connection.run(base::format("PRAGMA user_version={}", migration.version)));
  return connection.run("COMMIT");
}

base::Result<void> apply(Connection& connection,
                         const std::filesystem::path& path,
                         const Migration& migration) {
  auto applied = apply_in_transaction(connection, migration);
  if (applied) return {};
  if (connection.in_transaction()) TRY(connection.run("ROLLBACK"));
  const base::Error& error = applied.error();
  return base::Error{error.kind,
                     base::format("{}: migration {} ({}): {}",
                                  path.native(),
                                  migration.version,
                                  migration.name,
                                  error.message)};
}

}  // namespace

base::Result<int> schema_version(Connection& connection) {
  return static_cast<int>(TRY(integer_of(connection, "PRAGMA user_version")));
}

base::Error newer_schema(const std::filesystem::path& path, int found, int known) {
  return base::unavailable(
      base::format("{}: has schema version {}, this program knows up to {}; update this program",
                   path.native(),
                   found,
                   known));
}

base::Result<bool> is_current(Connection& connection,
                              const std::filesystem::path& path,
                              const Schema& schema) {
  const Header header = TRY(read_header(connection));
  const bool is_ours = header.application_id == schema.application_id;
  const bool is_blank = header.application_id == 0 && header.version == 0 && !header.has_tables;
  if (!is_ours && !is_blank) return foreign_file(path, header.application_id);
  if (header.version > schema.version()) {
    return newer_schema(path, header.version, schema.version());
  }
  return is_ours && header.has_wal && header.version == schema.version();
}

base::Result<void> migrate(Connection& connection,
                           const std::filesystem::path& path,
                           const Schema& schema) {
  if (TRY(is_current(connection, path, schema))) return {};
  if (!TRY(is_wal(connection, "PRAGMA journal_mode=WAL"))) {
    return base::unavailable(
        base::format("{}: this file system allows no write-ahead log; name a path on a local disk",
                     path.native()));
  }
  TRY(connection.run(base::format("PRAGMA application_id={}", schema.application_id)));
  const int found = TRY(schema_version(connection));
  for (const Migration& migration : schema.migrations) {
    if (migration.version > found) TRY(apply(connection, path, migration));
  }
  return {};
}

}  // namespace sqlite
