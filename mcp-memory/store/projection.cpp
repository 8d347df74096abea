#include "mcp-memory/store/projection.hpp"

#include "mcp-memory/store/columns.hpp"

namespace memory {

base::Result<std::vector<Waiting>> Projection::next_to_deliver(std::stop_token stop,
                                                               const Delivering& wanted) {
  return database_.read<std::vector<Waiting>>(stop, [&](sqlite::Connection& connection) {
    return memory::next_to_deliver(connection, wanted);
  });
}

base::Result<void> Projection::keep_waiting(std::stop_token stop, std::vector<Waiting>& waiting) {
  if (waiting.empty()) return {};
  return database_.read<void>(stop, [&](sqlite::Connection& connection) {
    return memory::keep_waiting(connection, waiting);
  });
}

base::Result<Fate> Projection::fate(std::stop_token stop, const std::string& change_id) {
  return database_.read<Fate>(stop, [&](sqlite::Connection& connection) -> base::Result<Fate> {
    auto row = TRY(connection.prepare(
        "SELECT coalesce(acknowledged, 0), 0, '', 0 FROM outbox WHERE change_id = ?1 UNION ALL "
        "SELECT sequence, 1, '', 0 FROM logged WHERE change_id = ?1 UNION ALL "
        "SELECT sequence, 1, reason, 0 FROM conflicts WHERE change_id = ?1 UNION ALL "
        "SELECT sequence, 1, reason, 1 FROM quarantined WHERE change_id = ?1"));
    TRY(row.bind(change_id));
    if (!TRY(row.step())) return Fate{.is_read_back = true};
    return Fate{.is_waiting = row.integer(1) == 0 && row.integer(0) == 0,
                .sequence = row.integer(0),
                .is_read_back = row.integer(1) != 0,
                .conflict = text_in(row, 2),
                .is_set_aside = row.integer(3) != 0};
  });
}

base::Result<Backlog> Projection::backlog(std::stop_token stop) {
  return database_.read<Backlog>(stop, backlog_of);
}

base::Result<bool> Projection::has_outbox(std::stop_token stop) {
  return database_.read<bool>(stop, [](sqlite::Connection& connection) -> base::Result<bool> {
    auto row = TRY(connection.prepare("SELECT 1 FROM outbox LIMIT 1"));
    TRY(row.bind());
    return row.step();
  });
}

base::Result<LogTroubles> Projection::troubles(std::stop_token stop) {
  return database_.read<LogTroubles>(
      stop, [](sqlite::Connection& connection) -> base::Result<LogTroubles> {
        auto row = TRY(connection.prepare(
            "SELECT (SELECT count(*) FROM conflicts), (SELECT count(*) FROM quarantined), "
            "coalesce((SELECT 'message ' || sequence || ' on ' || subject || ': ' || reason FROM "
            "quarantined ORDER BY sequence DESC LIMIT 1), '')"));
        TRY(row.bind());
        TRY(row.step());
        return LogTroubles{row.integer(0), row.integer(1), text_in(row, 2)};
      });
}

base::Result<std::vector<std::int64_t>> Projection::sequences_about(std::stop_token stop,
                                                                    const std::string& record_id) {
  using Sequences = std::vector<std::int64_t>;
  return database_.read<Sequences>(
      stop, [&](sqlite::Connection& connection) -> base::Result<Sequences> {
        auto rows = TRY(connection.prepare(
            "SELECT sequence FROM left_in_log WHERE record_id = ? ORDER BY sequence"));
        TRY(rows.bind(record_id));
        Sequences sequences;
        while (TRY(rows.step()))
          sequences.push_back(rows.integer(0));
        return sequences;
      });
}

}  // namespace memory
