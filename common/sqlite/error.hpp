#pragma once
// SQLite result codes as errors that a user can act on. The one mapping of this suite:
//
//   busy         BUSY, LOCKED, PROTOCOL: somebody else is at it
//   conflict     CONSTRAINT: the rows say no
//   stopped      INTERRUPT: the caller's stop token
//   unavailable  FULL, IOERR, READONLY, CANTOPEN, PERM, NOTADB, CORRUPT: an operator must act
//   internal     everything else, mostly wrong SQL

#include <string_view>

#include "base/result.hpp"

struct sqlite3;

namespace sqlite {

/// `code` may be a primary or an extended result code; `detail` is SQLite's own message.
base::Error error_of(int code, std::string_view path, std::string_view detail);

/// The last error of this connection.
base::Error last_error(sqlite3* database);

base::Error stopped_error();

}  // namespace sqlite
