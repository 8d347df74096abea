#include "sqlite/statement.hpp"

#include <sqlite3.h>

#include <utility>

#include "base/format.hpp"
#include "sqlite/error.hpp"

namespace sqlite {

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      lent_(other.lent_),
      stop_(other.stop_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  if (lent_ == nullptr) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  *lent_ = false;
}

base::Result<bool> Statement::step() {
  if (stop_->stop_requested()) return stopped_error();
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return last_error(sqlite3_db_handle(statement_));
}

std::string_view Statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int Statement::columns() const {
  return sqlite3_column_count(statement_);
}

base::Result<void> Statement::start(std::size_t value_count) {
  sqlite3_reset(statement_);
  const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_));
  if (wanted == value_count) return {};
  return base::internal(base::format(
      "{} values for {} parameters of: {}", value_count, wanted, sqlite3_sql(statement_)));
}

base::Result<void> Statement::finish_binding(bool bound) {
  if (bound) return {};
  return last_error(sqlite3_db_handle(statement_));
}

bool Statement::bind_null(int index) {
  return sqlite3_bind_null(statement_, index) == SQLITE_OK;
}

bool Statement::bind_integer(int index, std::int64_t value) {
  return sqlite3_bind_int64(statement_, index, value) == SQLITE_OK;
}

bool Statement::bind_real(int index, double value) {
  return sqlite3_bind_double(statement_, index, value) == SQLITE_OK;
}

bool Statement::bind_text(Texts texts, int index, std::string_view value) {
  // A null pointer would bind NULL, but a view of nothing is empty text.
  const char* bytes = value.data() != nullptr ? value.data() : "";
  const auto lifetime = texts == Texts::copied ? SQLITE_TRANSIENT : SQLITE_STATIC;
  return sqlite3_bind_text64(statement_, index, bytes, value.size(), lifetime, SQLITE_UTF8) ==
         SQLITE_OK;
}

}  // namespace sqlite
