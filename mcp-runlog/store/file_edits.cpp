#include <algorithm>

#include "base/text.hpp"
#include "mcp-runlog/store/cursor.hpp"
#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

/// Several sources may tell of one edit; the first by name is shown: hook, stream_json, transcript.
#define TOLD_FIRST                                                                        \
  " AND NOT EXISTS (SELECT 1 FROM events o WHERE o.kind = 'file.edit' AND o.file_path = " \
  "e.file_path AND o.tool_use_id = e.tool_use_id AND o.tool_use_id <> '' AND o.source < e.source)"

constexpr const char* edits_of_run =
    "SELECT " EVENT_COLUMNS
    " FROM strand_runs r JOIN events e USING (strand) JOIN strands s USING (strand) WHERE r.run_id "
    "= ?1 AND e.at_ms >= r.from_ms AND e.at_ms < r.until_ms AND e.kind = 'file.edit' AND "
    "(e.at_ms, e.id) > (?2, ?3)" TOLD_FIRST " ORDER BY e.at_ms, e.id LIMIT ?4";

constexpr const char* edits_of_path =
    "SELECT " EVENT_COLUMNS
    " FROM events e JOIN strands s USING (strand) WHERE e.kind = 'file.edit' AND (e.file_path = ?1 "
    "OR substr(e.file_path, -length(?1) - 1) = '/' || ?1) AND (e.at_ms, e.id) < (?2, ?3)" TOLD_FIRST
    " ORDER BY e.at_ms DESC, e.id DESC LIMIT ?4";

base::Result<FileEditPage> page_of(sqlite::Connection& connection,
                                   const FileEditsWanted& wanted,
                                   const Cursor& after) {
  const bool of_run = !wanted.run_id.empty();
  auto rows = TRY(connection.prepare(of_run ? edits_of_run : edits_of_path));
  TRY(rows.bind(of_run ? wanted.run_id : wanted.path,
                after.number,
                after.text,
                static_cast<std::int64_t>(wanted.count) + 1));
  FileEditPage page;
  while (TRY(rows.step())) {
    if (page.edits.size() == wanted.count) {
      page.next_cursor = page.edits.back().cursor;
      break;
    }
    Event event = TRY(event_in(rows));
    std::string cursor = spelled({sqlite::milliseconds_of(event.at), event.id});
    page.edits.push_back({std::move(event), {}, std::move(cursor)});
  }
  for (FileEdit& edit : page.edits)
    edit.run_ids = TRY(runs_of(connection, edit.event.id));
  return page;
}

}  // namespace

base::Result<FileEditPage> RunStore::file_edits(std::stop_token stop,
                                                const FileEditsWanted& wanted) {
  const Cursor first = wanted.run_id.empty() ? Cursor{INT64_MAX, ""} : Cursor{INT64_MIN, ""};
  const Cursor after = TRY(parse_cursor(wanted.cursor, first));
  return database_.read<FileEditPage>(
      stop, [&](sqlite::Connection& connection) { return page_of(connection, wanted, after); });
}

}  // namespace runlog
