#include "mcp-runlog/store/event_rows.hpp"

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/format/body.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

using sqlite::execute;
using sqlite::milliseconds_of;
using sqlite::text_in;

/// Per event. What a tool gave beyond this is found by its beginning.
constexpr std::size_t searched_bytes_max = 16384;

base::Error too_new(std::string_view what, std::string_view name) {
  return base::unavailable(base::format(
      "the run log has an event of {} {}, which this program does not know: update mcp-runlog",
      what,
      name));
}

std::optional<std::int64_t> integer_in(const sqlite::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.integer(column);
}

base::Result<bool> insert(sqlite::Connection& connection,
                          const Event& event,
                          std::int64_t strand,
                          base::Instant stored_at) {
  const auto rows = TRY(execute(
      connection,
      "INSERT INTO events (id, strand, source, stream, sequence, clock, at_ms, received_ms, "
      "stored_ms, kind, severity, agent, actor, title, body, cause_id, tool_use_id, tool, "
      "file_path, duration_ms, cost_usd, tokens_in, tokens_out, redactions, original_bytes) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO NOTHING",
      event.id,
      strand,
      name_of(event.source),
      event.stream,
      event.sequence,
      event.clock,
      milliseconds_of(event.at),
      milliseconds_of(event.received_at),
      milliseconds_of(stored_at),
      name_of(event.kind),
      name_of(event.severity),
      event.agent,
      event.actor,
      event.title,
      event.body_json,
      event.cause_id,
      event.tool_use_id,
      event.tool,
      event.file_path,
      event.duration_ms,
      event.cost_usd,
      event.tokens_in,
      event.tokens_out,
      event.redactions,
      event.original_bytes));
  return rows > 0;
}

base::Result<void> add_words(sqlite::Connection& connection,
                             std::int64_t position,
                             const Event& event) {
  TRY(execute(connection,
              "INSERT INTO event_words (rowid, words) VALUES (?, ?)",
              position,
              words_of(event)));
  return {};
}

/// Of what a server received it is the server's time that decides: its author cannot forge it.
bool is_before(const Event& a, const Event& b) {
  if (a.received_at && b.received_at && a.received_at != b.received_at)
    return *a.received_at < *b.received_at;
  if (a.at != b.at) return a.at < b.at;
  return event_line(a) < event_line(b);
}

struct Stored {
  std::int64_t position;
  std::int64_t strand;
  Event event;
};

/// Its body was swept away: what is told of it again must not bring it back.
bool was_swept(const Event& event) {
  return event.body_json.empty() && event.original_bytes;
}

base::Result<std::optional<Stored>> find(sqlite::Connection& connection, const std::string& id) {
  auto row = TRY(connection.prepare("SELECT " EVENT_COLUMNS
                                    ", e.strand FROM events e JOIN strands s USING (strand) WHERE "
                                    "e.id = ?"));
  TRY(row.bind(id));
  std::optional<Stored> stored;
  if (!TRY(row.step())) return stored;
  Event event = TRY(event_in(row));
  stored = Stored{row.integer(0), row.integer(row.columns() - 1), std::move(event)};
  return stored;
}

}  // namespace

base::Result<Event> event_in(const sqlite::Statement& row) {
  int column = 0;
  const auto text = [&] { return text_in(row, ++column); };
  Event event;
  event.id = text();
  const std::string source = text();
  event.stream = text();
  event.sequence = row.integer(++column);
  event.clock = text();
  event.at = sqlite::instant_of(row.integer(++column));
  event.received_at = sqlite::instant_in(row, ++column);
  event.run_id = text();
  event.session_id = text();
  event.prompt_id = text();
  const std::string kind = text();
  const std::string severity = text();
  event.agent = text();
  event.actor = text();
  event.title = text();
  event.cause_id = text();
  event.tool_use_id = text();
  event.tool = text();
  event.file_path = text();
  event.duration_ms = integer_in(row, ++column);
  if (!row.is_null(++column)) event.cost_usd = row.real(column);
  event.tokens_in = integer_in(row, ++column);
  event.tokens_out = integer_in(row, ++column);
  event.redactions = row.integer(++column);
  event.original_bytes = integer_in(row, ++column);
  if (++column < row.columns()) event.body_json = text_in(row, column);

  const auto known_source = source_named(source);
  const auto known_kind = kind_named(kind);
  if (!known_source) return too_new("the source", source);
  if (!known_kind) return too_new("the kind", kind);
  event.source = *known_source;
  event.kind = *known_kind;
  event.severity = severity_named(severity).value_or(Severity::info);
  return event;
}

std::string words_of(const Event& event) {
  std::string words = event.title;
  for (const std::string* text : {&event.tool, &event.file_path, &event.actor})
    words += '\n' + *text;
  append_texts(event.body_json, searched_bytes_max, words);
  return words;
}

base::Result<void> forget_words(sqlite::Connection& connection,
                                std::int64_t position,
                                const Event& event) {
  TRY(execute(connection,
              "INSERT INTO event_words (event_words, rowid, words) VALUES ('delete', ?, ?)",
              position,
              words_of(event)));
  return {};
}

base::Result<std::optional<Event>> find_event(sqlite::Connection& connection,
                                              const std::string& id) {
  auto stored = TRY(find(connection, id));
  std::optional<Event> event;
  if (stored) event = std::move(stored->event);
  return event;
}

base::Result<std::vector<std::string>> runs_of(sqlite::Connection& connection,
                                               const std::string& id) {
  auto rows = TRY(connection.prepare(
      "SELECT r.run_id FROM events e JOIN strand_runs r USING (strand) WHERE e.id = ? AND e.at_ms "
      ">= r.from_ms AND e.at_ms < r.until_ms ORDER BY r.run_id"));
  TRY(rows.bind(id));
  std::vector<std::string> run_ids;
  while (TRY(rows.step()))
    run_ids.push_back(text_in(rows, 0));
  return run_ids;
}

base::Result<Put> put_event(sqlite::Connection& connection,
                            const Event& event,
                            std::int64_t strand,
                            base::Instant stored_at) {
  if (TRY(insert(connection, event, strand, stored_at))) {
    TRY(add_words(connection, connection.last_row_id(), event));
    return Put{Put::Telling::added};
  }
  const auto stored = TRY(find(connection, event.id));
  if (!stored || was_swept(stored->event) || !is_before(event, stored->event)) return Put{};
  TRY(forget_words(connection, stored->position, stored->event));
  TRY(execute(connection, "DELETE FROM events WHERE position = ?", stored->position));
  TRY(insert(connection, event, strand, stored_at));
  TRY(add_words(connection, connection.last_row_id(), event));
  return Put{Put::Telling::better, stored->strand};
}

}  // namespace runlog
