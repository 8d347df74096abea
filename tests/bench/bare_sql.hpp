#pragma once
// What a search costs in SQLite alone: the statements that the store issues are listened to, and
// run again with the same values on a plain connection, with nothing between them.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "sqlite/connection.hpp"

struct sqlite3_stmt;

namespace bench {

struct IssuedStatement {
  std::string sql;       ///< with parameters
  std::string expanded;  ///< with their values in their places
};

/// Hears every statement that this process runs on a connection opened since, as long as it lives.
/// What the full-text tables ask of themselves is left out. One at a time; one thread at a time.
class StatementRecorder {
 public:
  StatementRecorder();
  ~StatementRecorder();

  StatementRecorder(const StatementRecorder&) = delete;
  StatementRecorder& operator=(const StatementRecorder&) = delete;

  /// Since the last time.
  std::vector<IssuedStatement> take();
};

/// Statements of one connection, each text compiled once, as the store does it.
class BareStatements {
 public:
  explicit BareStatements(sqlite::Connection& connection);
  ~BareStatements();

  BareStatements(const BareStatements&) = delete;
  BareStatements& operator=(const BareStatements&) = delete;

  struct Bound {
    sqlite3_stmt* statement;
    std::vector<std::string> values;  ///< literals of SQL, by the number of their parameter
  };

  /// For run(), as long as this lives.
  std::vector<Bound> bound(const std::vector<IssuedStatement>& statements);

  /// All of them, to the last row of each. Gives the number of rows.
  static std::size_t run(const std::vector<Bound>& statements);

 private:
  sqlite::Connection& connection_;
  std::map<std::string, sqlite3_stmt*> compiled_;
};

}  // namespace bench
