#include "mcp-memory/store/log_reading.hpp"

#include "base/text.hpp"
#include "mcp-memory/store/columns.hpp"

namespace memory {
namespace {

constexpr std::size_t excerpt_bytes_max = 200;

}  // namespace

base::Result<LogPlace> place_in(sqlite::Connection& connection) {
  auto row =
      TRY(connection.prepare("SELECT created_ms, sequence, change_id, stored_ms FROM log_place"));
  TRY(row.bind());
  if (!TRY(row.step())) return LogPlace{};
  return LogPlace{row.integer(0), row.integer(1), text_in(row, 2), row.integer(3)};
}

base::Result<void> set_place(sqlite::Connection& connection, const LogPlace& place) {
  TRY(connection.run("DELETE FROM log_place"));
  TRY(execute(connection,
              "INSERT INTO log_place VALUES (?, ?, ?, ?)",
              place.created_ms,
              place.sequence,
              place.change_id,
              place.stored_ms));
  return {};
}

base::Result<Seen> seen_of(sqlite::Connection& connection, const std::string& change_id) {
  auto row =
      TRY(connection.prepare("SELECT NULL, NULL FROM logged WHERE change_id = ?1 UNION ALL "
                             "SELECT NULL, NULL FROM conflicts WHERE change_id = ?1 UNION ALL "
                             "SELECT number, position FROM outbox WHERE change_id = ?1"));
  TRY(row.bind(change_id));
  Seen seen;
  while (TRY(row.step())) {
    if (row.is_null(0)) return Seen{.is_known = true};
    seen.own_number = row.integer(0);
    if (!row.is_null(1)) seen.applied_position = row.integer(1);
  }
  return seen;
}

base::Result<void> stop_waiting_for_refused(sqlite::Connection& connection,
                                            const std::string& change_id) {
  TRY(execute(connection,
              "DELETE FROM outbox WHERE change_id = ?1 AND acknowledged IN "
              "(SELECT sequence FROM quarantined WHERE change_id = ?1)",
              change_id));
  return {};
}

base::Result<void> quarantine(sqlite::Connection& connection,
                              const LogMessage& message,
                              const std::string& change_id,
                              const std::string& reason) {
  const auto& change = message.change;
  TRY(execute(connection,
              "INSERT OR REPLACE INTO quarantined VALUES (?, ?, ?, ?, ?, ?)",
              message.sequence,
              change_id,
              message.subject,
              reason,
              change ? base::join({change->id, change->to, change->by}, " ") : "",
              base::one_line(message.line, excerpt_bytes_max)));
  return stop_waiting_for_refused(connection, change_id);
}

base::Result<void> note_logged(sqlite::Connection& connection,
                               std::int64_t position,
                               std::int64_t sequence,
                               const std::string& change_id) {
  TRY(execute(connection, "INSERT INTO logged VALUES (?, ?, ?)", position, sequence, change_id));
  return {};
}

base::Result<void> note_conflict(sqlite::Connection& connection,
                                 const LogMessage& message,
                                 const std::string& change_id,
                                 const Verdict& verdict) {
  TRY(execute(connection,
              "INSERT INTO conflicts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              message.sequence,
              change_id,
              message.change->agent,
              message.change->project,
              message.change->id,
              verdict.reason,
              verdict.is_cycle,
              message.line));
  return {};
}

}  // namespace memory
