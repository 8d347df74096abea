#include "mcp-memory/store/record_store.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/schema.hpp"
#include "mcp-memory/store/words.hpp"

namespace memory {
namespace {

/// "asmM": tells a memory store from any other SQLite file. Never changes.
constexpr std::int32_t application_id = 0x61736D4D;

/// A record is read by models: this is about 10,000 tokens, the most that a client takes without a
/// warning.
constexpr std::size_t document_bytes_max = 32768;

base::Instant instant_of(std::int64_t milliseconds) {
  return base::Instant(std::chrono::milliseconds(milliseconds));
}

std::int64_t milliseconds_of(base::Instant instant) {
  return instant.time_since_epoch().count();
}

base::Result<RecordType> type_of(std::string_view name) {
  const auto found = std::find(record_type_names.begin(), record_type_names.end(), name);
  if (found == record_type_names.end()) {
    return base::unavailable(base::format(
        "the store holds a record of type {}, which this program does not know; update it", name));
  }
  return static_cast<RecordType>(found - record_type_names.begin());
}

/// Every text below `value`, one a line: what the full-text index calls the body.
void append_texts(std::string& words, json::View value) {
  if (value.is(json::Kind::text)) {
    words.append(value.text()).append("\n");
  }
  for (std::size_t at = 0; at < value.size(); ++at) {
    append_texts(words, value.is(json::Kind::object) ? value.member_value(at) : value.item(at));
  }
}

struct Words {
  std::string keywords;
  std::string body;
};

base::Result<Words> words_of(const Draft& draft, const std::string& document) {
  Words words;
  words.keywords = base::join(draft.tags, "\n") + "\n" + base::join(draft.aliases, "\n");
  const auto parsed = TRY(json::parse(document));
  const json::View root = parsed.root();
  for (std::size_t at = 0; at < root.size(); ++at) {
    const std::string_view name = root.member_name(at);
    const bool indexed_apart = name == "title" || name == "summary" || name == "tags" ||
                               name == "aliases" || name == "type" || name == "status";
    if (!indexed_apart) append_texts(words.body, root.member_value(at));
  }
  return words;
}

base::Result<std::optional<Stored>> find_identical(sqlite::Connection& connection,
                                                   const std::string& project,
                                                   const std::string& hash) {
  auto find =
      TRY(connection.prepare("SELECT id, revision, created_ms, agent FROM records WHERE project = "
                             "? AND content_hash = ?"));
  TRY(find.bind(project, hash));
  if (!TRY(find.step())) return std::optional<Stored>();
  return std::optional<Stored>({std::string(find.text(0)),
                                find.integer(1),
                                instant_of(find.integer(2)),
                                std::string(find.text(3)),
                                false});
}

base::Result<void> insert(sqlite::Connection& connection,
                          const Record& record,
                          const std::string& document,
                          const std::string& hash,
                          const Words& words) {
  auto add_record = TRY(connection.prepare(
      "INSERT INTO records (id, revision, type, project, agent, run_id, "
      "trace_id, created_ms, status, title, summary, severity, scope, "
      "document, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  const Draft& draft = record.draft;
  TRY(add_record.bind(
      record.id,
      record.revision,
      name_of(draft.type),
      record.author.project,
      record.author.agent,
      record.author.run_id,
      record.author.trace_id,
      milliseconds_of(record.created_at),
      draft.status,
      draft.title,
      draft.summary,
      draft.severity ? severity_names[static_cast<std::size_t>(*draft.severity)] : "",
      base::join(draft.scope, "\n"),
      document,
      hash));
  TRY(add_record.step());
  auto add_words = TRY(connection.prepare(
      "INSERT INTO record_words (rowid, title, summary, keywords, body) VALUES (?, ?, ?, ?, ?)"));
  TRY(add_words.bind(
      connection.last_row_id(), draft.title, draft.summary, words.keywords, words.body));
  TRY(add_words.step());
  return {};
}

/// A record as JSON: what the server set, then the members of the stored document as they are.
std::string record_json(const sqlite::Statement& row) {
  json::Writer out;
  out.begin_object().member("id", row.text(0)).member("revision", row.integer(1));
  out.member("created_at", base::to_iso(instant_of(row.integer(2))));
  out.member("agent", row.text(3)).member("project", row.text(4));
  if (!row.text(5).empty()) out.member("run_id", row.text(5));
  if (!row.text(6).empty()) out.member("trace_id", row.text(6));
  std::string json = out.take();
  const std::string_view document = row.text(7);
  if (document.size() > 2) json.append(",").append(document.substr(1));
  return json;
}

std::vector<std::string> lines_of(std::string_view text) {
  if (text.empty()) return {};
  const auto lines = base::split(text, '\n');
  return {lines.begin(), lines.end()};
}

#define ENTRY_COLUMNS                                                                           \
  "r.position, r.id, r.type, r.status, r.title, r.summary, r.agent, r.created_ms, r.severity, " \
  "r.scope"

// Absent filters are bound as NULL. One text for all combinations keeps the statement cache small.
#define FILTER_CONDITIONS                                                                        \
  "r.project = ?1 AND (?2 IS NULL OR r.type = ?2) AND (?3 IS NULL OR r.agent = ?3) "             \
  "AND (?4 IS NULL OR r.agent <> ?4) AND (?5 IS NULL OR r.status = ?5) "                         \
  "AND (?6 IS NULL OR EXISTS (SELECT 1 FROM json_each(r.document, '$.tags') WHERE value = ?6)) " \
  "AND r.created_ms >= ?7 AND r.position > ?8 "

std::optional<std::string_view> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

template <class... More>
base::Result<void> bind_filter(sqlite::Statement& statement,
                               const Filter& filter,
                               const More&... more) {
  std::optional<std::string_view> type;
  if (filter.type) type = name_of(*filter.type);
  return statement.bind(filter.project,
                        type,
                        unless_empty(filter.agent),
                        unless_empty(filter.not_agent),
                        unless_empty(filter.status),
                        unless_empty(filter.tag),
                        milliseconds_of(filter.since.not_before),
                        filter.since.after_position,
                        more...);
}

base::Result<Found> take_entries(sqlite::Statement& rows, std::size_t count) {
  Found found;
  while (TRY(rows.step())) {
    if (found.entries.size() == count) {
      found.more = true;
      break;
    }
    found.entries.push_back({.position = rows.integer(0),
                             .id = std::string(rows.text(1)),
                             .type = TRY(type_of(rows.text(2))),
                             .status = std::string(rows.text(3)),
                             .title = std::string(rows.text(4)),
                             .summary = std::string(rows.text(5)),
                             .agent = std::string(rows.text(6)),
                             .created_at = instant_of(rows.integer(7)),
                             .severity = std::string(rows.text(8)),
                             .scope = lines_of(rows.text(9))});
  }
  return found;
}

base::Result<std::int64_t> newest_position(sqlite::Connection& connection) {
  auto newest = TRY(connection.prepare("SELECT max(position) FROM records"));
  TRY(newest.bind());
  TRY(newest.step());
  return newest.integer(0);
}

base::Error no_such_record(const std::string& id,
                           const std::string& project,
                           const std::string& owner) {
  if (owner.empty())
    return base::not_found(
        base::format("no record has the id {}; find_records searches by words", id));
  return base::not_found(base::format(
      "record {} belongs to project {}, not to {}; give \"project\": \"{}\" to read it",
      id,
      owner,
      project,
      owner));
}

}  // namespace

RecordStore::RecordStore(std::filesystem::path file)
    : database_(
          {.path = std::move(file), .application_id = application_id, .migrations = migrations()}) {
}

base::Result<Stored> RecordStore::add(std::stop_token stop, const Record& record) {
  const std::string document = document_of(record.draft);
  if (document.size() > document_bytes_max) {
    return base::invalid(
        base::format("the record has {} bytes, at most {} are allowed; keep what others need and "
                     "put the rest behind refs",
                     document.size(),
                     document_bytes_max));
  }
  const std::string hash = base::sha256_hex(document);
  const Words words = TRY(words_of(record.draft, document));
  return database_.write<Stored>(stop, [&](sqlite::Connection& connection) -> base::Result<Stored> {
    if (auto identical = TRY(find_identical(connection, record.author.project, hash)))
      return *std::move(identical);
    TRY(insert(connection, record, document, hash, words));
    return Stored{record.id, record.revision, record.created_at, record.author.agent, true};
  });
}

base::Result<std::string> RecordStore::read(std::stop_token stop,
                                            const std::string& id,
                                            const std::string& project) {
  return database_.read<std::string>(
      stop, [&](sqlite::Connection& connection) -> base::Result<std::string> {
        auto row =
            TRY(connection.prepare("SELECT id, revision, created_ms, agent, project, run_id, "
                                   "trace_id, document FROM records WHERE id = ?"));
        TRY(row.bind(id));
        if (!TRY(row.step())) return no_such_record(id, project, {});
        if (row.text(4) != project) return no_such_record(id, project, std::string(row.text(4)));
        return record_json(row);
      });
}

base::Result<Found> RecordStore::list(std::stop_token stop,
                                      const Filter& filter,
                                      std::int64_t before,
                                      std::size_t count) {
  return database_.read<Found>(stop, [&](sqlite::Connection& connection) -> base::Result<Found> {
    auto rows = TRY(
        connection.prepare("SELECT " ENTRY_COLUMNS " FROM records r WHERE " FILTER_CONDITIONS
                           "AND (?9 = 0 OR r.position < ?9) ORDER BY r.position DESC LIMIT ?10"));
    TRY(bind_filter(rows, filter, before, static_cast<std::int64_t>(count) + 1));
    Found found = TRY(take_entries(rows, count));
    found.newest = TRY(newest_position(connection));
    return found;
  });
}

base::Result<Found> RecordStore::search(std::stop_token stop,
                                        const std::string& question,
                                        const Filter& filter,
                                        std::size_t skipped,
                                        std::size_t count) {
  const std::string expression = match_expression(question);
  if (expression.empty()) return Found{};
  return database_.read<Found>(stop, [&](sqlite::Connection& connection) -> base::Result<Found> {
    // Weights: a word in the title says most, then in tags and aliases, then in the summary.
    auto rows = TRY(connection.prepare(
        "SELECT " ENTRY_COLUMNS
        " FROM record_words w JOIN records r ON r.position = w.rowid "
        "WHERE record_words MATCH ?9 AND " FILTER_CONDITIONS
        "ORDER BY bm25(record_words, 8.0, 4.0, 6.0, 1.0), r.position DESC LIMIT ?10 OFFSET ?11"));
    TRY(bind_filter(rows,
                    filter,
                    expression,
                    static_cast<std::int64_t>(count) + 1,
                    static_cast<std::int64_t>(skipped)));
    return take_entries(rows, count);
  });
}

base::Result<sqlite::Health> RecordStore::check(std::stop_token stop) {
  return database_.check(stop);
}

}  // namespace memory
