#include "mcp-memory/store/derived.hpp"
#include "mcp-memory/store/entries.hpp"
#include "mcp-memory/store/ranking.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "mcp-memory/store/schema.hpp"
#include "sqlite/full_text.hpp"

namespace memory {
namespace {

/// "asmM": tells a memory store from any other SQLite file. Never changes.
constexpr std::int32_t application_id = 0x61736D4D;

constexpr const char* word_tables[] = {"record_words", "record_fragments"};

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

/// True as well while the next write has still to derive them.
base::Result<bool> has_all_words(sqlite::Connection& connection) {
  auto row = TRY(connection.prepare(
      "SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM past_revisions), form FROM "
      "derived_form"));
  TRY(row.bind());
  TRY(row.step());
  if (row.integer(1) == 0) return true;
  for (const char* table : word_tables)
    if (TRY(sqlite::full_text_row_count(connection, table)) != row.integer(0)) return false;
  return true;
}

base::Result<std::int64_t> make_words_anew(sqlite::Connection& connection) {
  for (const char* table : word_tables)
    TRY(make_table_anew(connection, table));
  return derive_anew(connection);
}

}  // namespace

RecordStore::RecordStore(std::filesystem::path file, Role role)
    : role_(role),
      database_({.path = std::move(file),
                 .application_id = application_id,
                 .migrations = migrations(),
                 .complete = ensure_derived,
                 .on_open = add_scores}) {}

base::Result<std::int64_t> RecordStore::begin(sqlite::Connection& connection) const {
  TRY(ensure_derived(connection));
  if (role_ == Role::by_itself) return std::int64_t{0};
  return newest_position(connection);
}

base::Result<void> RecordStore::enqueue(sqlite::Connection& connection,
                                        std::int64_t newest,
                                        const Writing& writing) const {
  if (role_ == Role::by_itself) return {};
  auto ids = TRY(enqueue_changes(connection, newest));
  if (writing.change_ids != nullptr) *writing.change_ids = std::move(ids);
  return {};
}

base::Result<sqlite::Health> RecordStore::check(std::stop_token stop) {
  return database_.check(stop);
}

base::Result<std::string> RecordStore::check_words(std::stop_token stop) {
  return database_.write<std::string>(
      stop, [](sqlite::Connection& connection) -> base::Result<std::string> {
        for (const char* table : word_tables) {
          const std::string state = TRY(sqlite::check_full_text(connection, table));
          if (state != "ok") return state;
        }
        return TRY(has_all_words(connection))
                   ? std::string("ok")
                   : std::string("records and their words differ in number");
      });
}

base::Result<std::int64_t> RecordStore::repair_words(std::stop_token stop) {
  return database_.write<std::int64_t>(stop, make_words_anew);
}

base::Result<void> RecordStore::fold_words(std::stop_token stop) {
  return database_.maintain(stop, [](sqlite::Connection& connection) -> base::Result<void> {
    for (const char* table : word_tables)
      TRY(sqlite::optimize_full_text(connection, table));
    return {};
  });
}

base::Result<std::uint64_t> RecordStore::back_up(std::stop_token stop,
                                                 const std::filesystem::path& target) {
  return database_.back_up(std::move(stop), target);
}

}  // namespace memory
