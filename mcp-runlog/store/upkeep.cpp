#include "base/format.hpp"
#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "mcp-runlog/store/schema.hpp"
#include "sqlite/columns.hpp"
#include "sqlite/full_text.hpp"

namespace runlog {
namespace {

using sqlite::execute;

constexpr std::int32_t application_id = 0x61736d72;  // "asmr"

}  // namespace

RunStore::RunStore(std::filesystem::path file)
    : database_(
          {.path = std::move(file), .application_id = application_id, .migrations = migrations()}) {
}

base::Result<sqlite::Health> RunStore::check(std::stop_token stop) {
  return database_.check(stop);
}

base::Result<std::string> RunStore::check_words(std::stop_token stop) {
  return database_.write<std::string>(
      stop, [](sqlite::Connection& connection) -> base::Result<std::string> {
        const std::string found = TRY(sqlite::check_full_text(connection, "event_words"));
        if (found != "ok") return found;
        const auto indexed = TRY(sqlite::full_text_row_count(connection, "event_words"));
        auto row = TRY(connection.prepare("SELECT count(*) FROM events"));
        TRY(row.bind());
        TRY(row.step());
        if (indexed == row.integer(0)) return found;
        return base::format("it has {} of {} events", indexed, row.integer(0));
      });
}

base::Result<std::int64_t> RunStore::repair_words(std::stop_token stop) {
  return database_.write<std::int64_t>(
      stop, [](sqlite::Connection& connection) -> base::Result<std::int64_t> {
        TRY(connection.run("INSERT INTO event_words (event_words) VALUES ('delete-all')"));
        auto rows = TRY(connection.prepare("SELECT " EVENT_COLUMNS
                                           " FROM events e JOIN strands s USING (strand)"));
        TRY(rows.bind());
        std::int64_t count = 0;
        while (TRY(rows.step())) {
          const Event event = TRY(event_in(rows));
          TRY(execute(connection,
                      "INSERT INTO event_words (rowid, words) VALUES (?, ?)",
                      rows.integer(0),
                      words_of(event)));
          ++count;
        }
        return count;
      });
}

}  // namespace runlog
