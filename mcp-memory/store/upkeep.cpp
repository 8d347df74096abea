#include "mcp-memory/store/derived.hpp"
#include "mcp-memory/store/ranking.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/schema.hpp"
#include "sqlite/full_text.hpp"

namespace memory {
namespace {

/// "asmM": tells a memory store from any other SQLite file. Never changes.
constexpr std::int32_t application_id = 0x61736D4D;

base::Result<std::string> declaration_of(sqlite::Connection& connection, std::string_view table) {
  auto row = TRY(connection.prepare("SELECT sql FROM sqlite_schema WHERE name = ?"));
  TRY(row.bind(table));
  TRY(row.step());
  return std::string(row.text(0));
}

/// An index that has lost its root cannot even be dropped, so it gets that of an empty one.
base::Result<void> make_table_anew(sqlite::Connection& connection, const std::string& table) {
  const std::string declaration = TRY(declaration_of(connection, table));
  TRY(connection.run("INSERT OR REPLACE INTO " + table +
                     "_data VALUES (1, x''), (10, x'00000000000000')"));
  TRY(connection.run("DROP TABLE " + table));
  return connection.run(declaration);
}

base::Result<std::int64_t> make_words_anew(sqlite::Connection& connection) {
  TRY(make_table_anew(connection, "record_words"));
  TRY(make_table_anew(connection, "record_fragments"));
  return derive_anew(connection);
}

}  // namespace

RecordStore::RecordStore(std::filesystem::path file)
    : database_({.path = std::move(file),
                 .application_id = application_id,
                 .migrations = migrations(),
                 .on_open = add_scores}) {}

base::Result<void> RecordStore::ensure_form(sqlite::Connection& connection) {
  return ensure_derived(connection);
}

base::Result<sqlite::Health> RecordStore::check(std::stop_token stop) {
  return database_.check(stop);
}

base::Result<std::string> RecordStore::check_words(std::stop_token stop) {
  return database_.write<
      std::string>(stop, [](sqlite::Connection& connection) -> base::Result<std::string> {
    for (const char* table : {"record_words", "record_fragments"}) {
      const std::string state = TRY(sqlite::check_full_text(connection, table));
      if (state != "ok") return state;
    }
    auto missing = TRY(connection.prepare(
        "WITH n(revisions) AS (SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM "
        "past_revisions)) SELECT revisions <> (SELECT count(*) FROM record_words) OR (revisions "
        "<> (SELECT count(*) FROM record_fragments) AND (SELECT form FROM derived_form) > 0) "
        "FROM n"));
    TRY(missing.bind());
    TRY(missing.step());
    if (missing.integer(0) == 0) return std::string("ok");
    return std::string("records and their words differ in number");
  });
}

base::Result<std::int64_t> RecordStore::repair_words(std::stop_token stop) {
  return database_.write<std::int64_t>(stop, make_words_anew);
}

base::Result<std::uint64_t> RecordStore::back_up(std::stop_token stop,
                                                 const std::filesystem::path& target) {
  return database_.back_up(std::move(stop), target);
}

}  // namespace memory
