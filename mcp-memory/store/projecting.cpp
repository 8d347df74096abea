#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/exported_line.hpp"
#include "mcp-memory/store/indexing.hpp"
#include "mcp-memory/store/log_reading.hpp"
#include "mcp-memory/store/projection.hpp"
#include "mcp-memory/store/tombstones.hpp"
#include "mcp-memory/store/verdict.hpp"

namespace memory {
namespace {

constexpr std::size_t large_batch = 200;

/// None if the change has no record. invalid: too large.
base::Result<std::shared_ptr<const Kept>> kept_of(const LogMessage& message) {
  const auto& change = message.change;
  if (message.kept || !change->record) return message.kept;
  return std::make_shared<const Kept>(TRY(kept_form(*change->record, change->project)));
}

/// Takes the verdict on a change that is not, or no longer, applied here.
base::Result<void> take_verdict(sqlite::Connection& connection,
                                const LogMessage& message,
                                const std::string& change_id,
                                Indexing& indexing) {
  const auto kept = kept_of(message);
  const auto verdict = judge(connection, *message.change, kept ? kept->get() : nullptr);
  if (!verdict && verdict.error().kind == base::ErrorKind::invalid)
    return quarantine(connection, message, change_id, verdict.error().message);
  if (!verdict) return verdict.error();
  if (verdict->kind == Verdict::Kind::conflict)
    return note_conflict(connection, message, change_id, *verdict);
  if (verdict->kind == Verdict::Kind::moot) return {};
  if (message.change->kind == ChangeKind::written) indexing.add(verdict->position, *kept);
  return note_logged(connection, verdict->position, message.sequence, change_id);
}

base::Result<void> take_read(sqlite::Connection& connection,
                             const LogMessage& message,
                             const std::string& change_id,
                             Indexing& indexing) {
  if (!message.defect.empty()) return quarantine(connection, message, change_id, message.defect);
  const Seen seen = TRY(seen_of(connection, change_id));
  if (seen.is_known) return {};
  if (seen.own_number) TRY(take_out(connection, *seen.own_number));
  if (!seen.applied_position) return take_verdict(connection, message, change_id, indexing);
  TRY(note_logged(connection, *seen.applied_position, message.sequence, change_id));
  if (message.change->kind == ChangeKind::purged)
    return forget_what_named(connection, message.change->id);
  return confirm_effect(connection, *message.change);
}

/// A line of this process that waits in the outbox need not be read again: it is that very line.
base::Result<void> take_sent(sqlite::Connection& connection,
                             const LogMessage& message,
                             const std::string& change_id,
                             Indexing& indexing) {
  const Seen seen = TRY(seen_of(connection, change_id));
  if (seen.is_known) return {};
  if (seen.applied_position) {
    TRY(take_out(connection, *seen.own_number));
    return note_logged(connection, *seen.applied_position, message.sequence, change_id);
  }
  LogMessage read = message;
  auto change = exported_change(message.line);
  if (change) {
    read.change = std::make_shared<const ExportedChange>(std::move(change).value());
  } else {
    read.defect = change.error().message;
  }
  return take_read(connection, read, change_id, indexing);
}

/// Changes of these kinds hold or not depending on what was first.
bool is_contestable(ChangeKind kind) {
  return kind == ChangeKind::updated || kind == ChangeKind::superseded ||
         kind == ChangeKind::purged;
}

/// Changes what is derived from records.
bool changes_index(ChangeKind kind) {
  return kind == ChangeKind::updated || kind == ChangeKind::purged;
}

std::string id_of(const LogMessage& message) {
  return message.change_id.empty() ? change_id_of(message.line) : message.change_id;
}

/// Nothing if there is no change that could count.
std::optional<ChangeKind> kind_of(const LogMessage& message) {
  if (message.change) return message.change->kind;
  return message.sent_as;
}

/// True if somebody else's change may stand against those that wait here.
base::Result<bool> may_contest(sqlite::Connection& connection,
                               std::span<const LogMessage> messages) {
  for (const LogMessage& message : messages) {
    const auto kind = kind_of(message);
    if (!kind || !is_contestable(*kind)) continue;
    const Seen seen = TRY(seen_of(connection, id_of(message)));
    if (!seen.applied_position) return true;
  }
  return false;
}

base::Result<ExportedChange> change_of(const Unconfirmed& waiting) {
  return exported_change(waiting.line);
}

/// Takes back what waits and may be contested, the newest first.
base::Result<void> take_back_all(sqlite::Connection& connection) {
  const std::vector<Unconfirmed> waiting = TRY(contestable_here(connection));
  for (auto one = waiting.rbegin(); one != waiting.rend(); ++one) {
    if (!one->position) continue;
    const ExportedChange change = TRY(change_of(*one));
    TRY(take_back(connection, change, *one->position));
    TRY(set_position(connection, one->number, std::nullopt));
  }
  return {};
}

/// Puts again what still holds, the oldest first. The rest waits for its verdict.
base::Result<void> put_again(sqlite::Connection& connection) {
  for (const Unconfirmed& waiting : TRY(contestable_here(connection))) {
    const ExportedChange change = TRY(change_of(waiting));
    const auto verdict = judge(connection, change);
    if (!verdict && verdict.error().kind != base::ErrorKind::invalid) return verdict.error();
    if (verdict && verdict->kind == Verdict::Kind::applied)
      TRY(set_position(connection, waiting.number, verdict->position));
  }
  return {};
}

base::Result<LogPlace> take_all(sqlite::Connection& connection,
                                LogPlace place,
                                std::span<const LogMessage> messages) {
  const bool contested = TRY(may_contest(connection, messages));
  if (contested) TRY(take_back_all(connection));
  Indexing indexing;
  for (const LogMessage& message : messages) {
    if (const auto kind = kind_of(message); kind && changes_index(*kind))
      TRY(indexing.finish(connection));
    const std::string change_id = id_of(message);
    TRY(message.sent_as ? take_sent(connection, message, change_id, indexing)
                        : take_read(connection, message, change_id, indexing));
    place.sequence = message.sequence;
    place.change_id = change_id;
    place.stored_ms = message.stored_ms;
  }
  TRY(indexing.finish(connection));
  if (contested) TRY(put_again(connection));
  TRY(set_place(connection, place));
  return place;
}

base::Result<LogPlace> take_many(sqlite::Connection& connection,
                                 LogPlace place,
                                 std::span<const LogMessage> messages) {
  const auto taken = in_bulk(connection, [&]() -> base::Result<void> {
    place = TRY(take_all(connection, place, messages));
    return {};
  });
  TRY(taken);
  return place;
}

std::span<const LogMessage> behind(std::span<const LogMessage> messages, std::int64_t sequence) {
  while (!messages.empty() && messages.front().sequence <= sequence)
    messages = messages.subspan(1);
  return messages;
}

base::Error another_log() {
  return base::conflict("the log of record is another one than the one read so far");
}

/// Everything that came from the old log, in its order.
base::Result<std::int64_t> put_logged_into_outbox(sqlite::Connection& connection) {
  auto rows = TRY(connection.prepare(
      "SELECT l.position, l.sequence, l.change_id, c.agent, c.kind, coalesce(r.id, p.id, ''), "
      "coalesce(c.detail ->> 'to', c.detail ->> 'by', ''), '' FROM logged l "
      "JOIN changes c USING (position) LEFT JOIN records r ON r.position = c.record "
      "LEFT JOIN purged p ON p.record = c.record UNION ALL "
      "SELECT NULL, sequence, change_id, agent, line ->> 'change', record_id, "
      "coalesce(line ->> 'to', line ->> 'by', ''), line FROM conflicts ORDER BY 2 DESC"));
  TRY(rows.bind());
  auto before = TRY(connection.prepare("SELECT coalesce(min(number), 1) FROM outbox"));
  TRY(before.bind());
  TRY(before.step());
  std::int64_t number = before.integer(0);
  std::int64_t count = 0;
  while (TRY(rows.step())) {
    std::optional<std::int64_t> position;
    if (!rows.is_null(0)) position = rows.integer(0);
    const std::string line =
        position ? TRY(exported_line(connection, *position)) : text_in(rows, 7);
    if (line.empty()) continue;
    ++count;
    TRY(execute(connection,
                "INSERT INTO outbox (number, change_id, agent, kind, record_id, other_id, "
                "position, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                --number,
                change_id_of(line),
                rows.text(3),
                rows.text(4),
                rows.text(5),
                rows.text(6),
                position,
                line));
  }
  return count;
}

}  // namespace

bool is_told_by_its_kind(ChangeKind kind) {
  return kind == ChangeKind::written || kind == ChangeKind::updated ||
         kind == ChangeKind::superseded;
}

void prepare(LogMessage& message) {
  if (!message.change) return;
  if (auto kept = kept_of(message)) message.kept = std::move(kept).value();
}

base::Result<LogPlace> Projection::place(std::stop_token stop) {
  return database_.read<LogPlace>(stop, place_in);
}

base::Result<LogPlace> Projection::take_in(std::stop_token stop,
                                           std::int64_t created_ms,
                                           std::span<const LogMessage> messages) {
  return database_.write<LogPlace>(stop,
                                   [&](sqlite::Connection& connection) -> base::Result<LogPlace> {
                                     LogPlace place = TRY(place_in(connection));
                                     if (place.created_ms == 0) place.created_ms = created_ms;
                                     if (place.created_ms != created_ms) return another_log();
                                     const auto further = behind(messages, place.sequence);
                                     if (further.empty()) return place;
                                     if (further.size() <= large_batch)
                                       return take_all(connection, place, further);
                                     return take_many(connection, place, further);
                                   });
}

base::Result<std::int64_t> Projection::start_over(std::stop_token stop, std::int64_t created_ms) {
  return database_.write<std::int64_t>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::int64_t> {
        TRY(connection.run("UPDATE outbox SET acknowledged = NULL"));
        const std::int64_t count = TRY(put_logged_into_outbox(connection));
        for (const char* table : {"logged", "conflicts", "quarantined"})
          TRY(connection.run(std::string("DELETE FROM ") + table));
        TRY(set_place(connection, {created_ms, 0}));
        return count;
      });
}

base::Result<void> Projection::acknowledge(std::stop_token stop,
                                           std::span<const Acknowledged> all) {
  const auto any_waits =
      database_.read<bool>(stop, [&](sqlite::Connection& connection) -> base::Result<bool> {
        for (const Acknowledged& one : all)
          if (TRY(is_waiting(connection, one.first))) return true;
        return false;
      });
  if (!any_waits) return any_waits.error();
  if (!*any_waits) return {};
  return database_.write<void>(stop, [&](sqlite::Connection& connection) -> base::Result<void> {
    for (const auto& [change_id, sequence] : all) {
      TRY(execute(connection,
                  "UPDATE outbox SET acknowledged = ?2 WHERE change_id = ?1",
                  change_id,
                  sequence));
      TRY(stop_waiting_for_refused(connection, change_id));
    }
    return {};
  });
}

}  // namespace memory
