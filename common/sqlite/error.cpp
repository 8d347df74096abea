#include "sqlite/error.hpp"

#include <sqlite3.h>

#include "base/format.hpp"

namespace sqlite {

base::Error error_of(int code, std::string_view path, std::string_view detail) {
  const auto because = [&](std::string_view advice) {
    return base::format("{}: {} (sqlite: {}, code {})", path, advice, detail, code);
  };
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return base::busy(because("in use by another process; try again"));
    case SQLITE_CONSTRAINT:
      return base::conflict(base::format("the store refused the row: {}", detail));
    case SQLITE_INTERRUPT:
      return stopped_error();
    case SQLITE_FULL:
      return base::unavailable(because("no space is left; free some space on that disk"));
    case SQLITE_IOERR:
      return base::unavailable(because("reading or writing failed; check the disk"));
    case SQLITE_READONLY:
      return base::unavailable(because("not writable; check permissions and the mount"));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return base::unavailable(because("cannot be opened; check the path and its permissions"));
    case SQLITE_NOTADB:
      return base::unavailable(because("not a database; move it away or name another path"));
    case SQLITE_CORRUPT:
      return base::unavailable(
          because("damaged; keep the file with its -wal, and restore a backup in its place"));
    default:
      return base::internal(because("a statement failed"));
  }
}

base::Error last_error(sqlite3* database) {
  const char* path = sqlite3_db_filename(database, "main");
  return error_of(
      sqlite3_extended_errcode(database), path != nullptr ? path : "", sqlite3_errmsg(database));
}

base::Error stopped_error() {
  return base::stopped("the call was stopped before it was done");
}

}  // namespace sqlite
