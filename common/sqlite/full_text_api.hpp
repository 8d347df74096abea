#pragma once
// FTS5's own interface, for those in this room who extend it.

#include "base/result.hpp"
#include "sqlite/connection.hpp"

struct fts5_api;

namespace sqlite {

/// Lives as long as the connection. `internal` if this SQLite was built without FTS5.
base::Result<fts5_api*> full_text_api(Connection& connection);

}  // namespace sqlite
