#include "sqlite/health.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/fd.hpp"
#include "sqlite/migration.hpp"
#include "sqlite/store_file.hpp"
#include "sqlite/write_lock.hpp"

namespace sqlite {
namespace {

base::Result<std::string> lines_of(Connection& connection, std::string_view sql) {
  auto statement = TRY(connection.prepare(sql));
  std::string lines;
  while (TRY(statement.step())) {
    if (!lines.empty()) lines += "; ";
    lines += statement.text(0);
  }
  return lines;
}

struct stat status_of(const std::filesystem::path& path) {
  struct stat status {};

  if (::stat(path.c_str(), &status) != 0) return {};
  return status;
}

/// Tries a shared lock for an instant, which at worst makes a writer look a second time.
bool is_locked(const std::filesystem::path& lock_path) {
  const base::Fd file(::open(lock_path.c_str(), O_RDONLY | O_CLOEXEC));
  return file && ::flock(file.number(), LOCK_SH | LOCK_NB) != 0;
}

}  // namespace

base::Result<Health> inspect(Connection& connection) {
  const std::filesystem::path path = connection.path();
  Health health{};
  health.path = path;
  health.library_version = sqlite3_libversion();
  health.schema_version = TRY(schema_version(connection));
  health.oldest_reader = TRY(oldest_reader(connection));
  health.integrity = TRY(lines_of(connection, "PRAGMA quick_check(5)"));
  health.journal_mode = TRY(lines_of(connection, "PRAGMA journal_mode"));
  const struct stat file = status_of(path);
  health.database_bytes = static_cast<std::uint64_t>(file.st_size);
  health.wal_bytes = static_cast<std::uint64_t>(status_of(path.native() + "-wal").st_size);
  health.file_mode = file.st_mode & mode_t{07777};
  health.directory_mode = status_of(path.parent_path()).st_mode & mode_t{07777};
  health.owner = file.st_uid;
  health.is_write_locked = is_locked(lock_path_of(path));
  health.write_lock_holder = holder_of(lock_path_of(path));
  health.file_system = file_system_of(path);
  return health;
}

}  // namespace sqlite
