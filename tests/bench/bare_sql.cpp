#include "bench/bare_sql.hpp"

#include <sqlite3.h>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace bench {
namespace {

/// Connections outlive the recorder, and tell it through C.
std::vector<IssuedStatement>& heard() {
  static std::vector<IssuedStatement> statements;
  return statements;
}

/// FTS5 names its own tables like 'main'.'record_words_data', and asks vocabularies in this way.
bool is_of_full_text(std::string_view sql) {
  return sql.find("'main'.") != std::string_view::npos ||
         sql.find("MATCH '*id'") != std::string_view::npos || sql.starts_with("--");
}

int hear(unsigned, void*, void* statement, void* text) {
  const auto* sql = static_cast<const char*>(text);
  if (sql == nullptr || is_of_full_text(sql)) return 0;
  char* expanded = sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement));
  if (expanded != nullptr && !is_of_full_text(expanded)) heard().push_back({sql, expanded});
  sqlite3_free(expanded);
  return 0;
}

int listen_to(sqlite3* database, const char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, hear, nullptr);
}

// SQLite takes the function as one without parameters, whatever it has (sqlite3_auto_extension).
using Entry = void (*)();

Entry entry() {
  return reinterpret_cast<Entry>(reinterpret_cast<void*>(listen_to));
}

/// The literal at the beginning of `text`: NULL, a number, or a text whose quotes are doubled.
std::string_view literal_at(std::string_view text) {
  if (!text.starts_with('\'')) return text.substr(0, text.find_first_of(" ,)"));
  std::size_t end = 1;
  while (text[end] != '\'' || (end + 1 < text.size() && text[end + 1] == '\''))
    end += text[end] == '\'' ? 2 : 1;
  return text.substr(0, end + 1);
}

/// By walking through both texts: they differ at parameters only.
std::vector<std::string> values_of(const IssuedStatement& issued) {
  std::vector<std::string> values;
  std::string_view expanded = issued.expanded;
  for (std::size_t at = 0; at < issued.sql.size();) {
    if (issued.sql[at] != '?') {
      ++at;
      expanded.remove_prefix(1);
      continue;
    }
    std::size_t number = 0;
    for (++at; at < issued.sql.size() && issued.sql[at] >= '0' && issued.sql[at] <= '9'; ++at)
      number = number * 10 + static_cast<std::size_t>(issued.sql[at] - '0');
    if (number == 0) number = values.size() + 1;
    if (values.size() < number) values.resize(number, "NULL");
    values[number - 1] = literal_at(expanded);
    expanded.remove_prefix(values[number - 1].size());
  }
  return values;
}

std::string unquoted(std::string_view literal) {
  std::string text;
  for (std::size_t at = 1; at + 1 < literal.size(); ++at) {
    text += literal[at];
    if (literal[at] == '\'') ++at;
  }
  return text;
}

int bind(sqlite3_stmt* statement, int number, const std::string& literal) {
  if (literal == "NULL") return sqlite3_bind_null(statement, number);
  if (literal.find_first_not_of("-0123456789") == std::string::npos)
    return sqlite3_bind_int64(statement, number, std::stoll(literal));
  const std::string text = unquoted(literal);
  return sqlite3_bind_text(
      statement, number, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

}  // namespace

StatementRecorder::StatementRecorder() {
  heard().clear();
  if (sqlite3_auto_extension(entry()) != SQLITE_OK)
    throw std::runtime_error("SQLite cannot be listened to");
}

StatementRecorder::~StatementRecorder() {
  sqlite3_cancel_auto_extension(entry());
}

std::vector<IssuedStatement> StatementRecorder::take() {
  return std::exchange(heard(), {});
}

BareStatements::BareStatements(sqlite::Connection& connection) : connection_(connection) {}

BareStatements::~BareStatements() {
  for (const auto& [sql, statement] : compiled_)
    sqlite3_finalize(statement);
}

std::vector<BareStatements::Bound> BareStatements::bound(
    const std::vector<IssuedStatement>& statements) {
  std::vector<Bound> all;
  for (const IssuedStatement& issued : statements) {
    sqlite3_stmt*& statement = compiled_[issued.sql];
    if (statement == nullptr &&
        sqlite3_prepare_v2(connection_.handle(), issued.sql.c_str(), -1, &statement, nullptr) !=
            SQLITE_OK)
      throw std::runtime_error("cannot be run again: " + issued.sql);
    all.push_back({statement, values_of(issued)});
  }
  return all;
}

std::size_t BareStatements::run(const std::vector<Bound>& statements) {
  std::size_t rows = 0;
  for (const Bound& bound : statements) {
    int number = 0;
    for (const std::string& value : bound.values)
      if (bind(bound.statement, ++number, value) != SQLITE_OK)
        throw std::runtime_error("cannot be bound: " + value);
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(bound.statement)) == SQLITE_ROW)
      ++rows;
    sqlite3_reset(bound.statement);
    if (code != SQLITE_DONE)
      throw std::runtime_error(sqlite3_errmsg(sqlite3_db_handle(bound.statement)));
  }
  return rows;
}

}  // namespace bench
