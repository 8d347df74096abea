#include "mcp-memory/store/record_rows.hpp"

#include "base/digest.hpp"
#include "base/format.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {
namespace {

std::string_view severity_of(const Draft& draft) {
  return draft.severity ? severity_names[static_cast<std::size_t>(*draft.severity)] : "";
}

/// {"fields":[...],"replaces":"..."}: the members in which two documents differ, and which one the
/// author has seen.
base::Result<std::string> difference(const std::string& before, const std::string& after) {
  const auto old_document = TRY(json::parse(before));
  const auto new_document = TRY(json::parse(after));
  json::Writer out;
  out.begin_object().key("fields").begin_list();
  const json::View old_root = old_document.root();
  const json::View new_root = new_document.root();
  for (std::size_t at = 0; at < old_root.size(); ++at) {
    const std::string_view name = old_root.member_name(at);
    const json::View now = new_root.find(name);
    const bool is_gone = now.is(json::Kind::absent);
    if (is_gone || !(now == old_root.member_value(at))) out.text(name);
  }
  for (std::size_t at = 0; at < new_root.size(); ++at)
    if (old_root.find(new_root.member_name(at)).is(json::Kind::absent))
      out.text(new_root.member_name(at));
  return out.end_list().member("replaces", document_digest(before)).end_object().take();
}

base::Result<std::string> document_at(sqlite::Connection& connection, std::int64_t position) {
  auto row = TRY(connection.prepare("SELECT document FROM documents WHERE position = ?"));
  TRY(row.bind(position));
  TRY(row.step());
  return text_in(row, 0);
}

/// The current revision as a past one. Gives the rowid for its words.
base::Result<std::int64_t> keep_past_revision(sqlite::Connection& connection,
                                              std::int64_t position,
                                              base::Instant ended_at) {
  TRY(execute(
      connection,
      "INSERT INTO past_revisions (words, record, revision, began_ms, ended_ms, status, "
      "review_by_ms, valid_until_ms, branch, severity, title, summary, scope, tags, "
      "run_id, trace_id, document) "
      "SELECT (SELECT coalesce(min(words), 0) - 1 FROM past_revisions), r.position, r.revision, "
      "r.began_ms, ?2, r.status, r.review_by_ms, "
      "r.valid_until_ms, r.branch, r.severity, r.title, r.summary, r.scope, r.tags, "
      "d.run_id, d.trace_id, d.document "
      "FROM records r JOIN documents d USING (position) WHERE r.position = ?1",
      position,
      milliseconds_of(ended_at)));
  return connection.last_row_id();
}

base::Result<void> set_current(sqlite::Connection& connection,
                               std::int64_t position,
                               const Kept& kept,
                               const Occasion& occasion) {
  const Draft& draft = kept.draft;
  TRY(execute(connection,
              "UPDATE records SET revision = revision + 1, began_ms = ?2, status = ?3, "
              "review_by_ms = ?4, valid_until_ms = ?5, branch = ?6, severity = ?7, title = ?8, "
              "summary = ?9, scope = ?10, tags = ?11, content_hash = ?12 WHERE position = ?1",
              position,
              milliseconds_of(occasion.at),
              draft.status,
              milliseconds_of(draft.review_by),
              milliseconds_of(draft.valid_until),
              draft.branch,
              severity_of(draft),
              draft.title,
              draft.summary,
              base::join(draft.scope, "\n"),
              base::join(draft.tags, "\n"),
              kept.hash));
  TRY(execute(connection,
              "UPDATE documents SET run_id = ?2, trace_id = ?3, document = ?4 WHERE position = ?1",
              position,
              occasion.author.run_id,
              occasion.author.trace_id,
              kept.document));
  return {};
}

/// The past revision with these words takes the place of the one behind it.
base::Result<void> make_current(sqlite::Connection& connection,
                                std::int64_t words,
                                const std::string& content_hash) {
  TRY(execute(connection,
              "UPDATE records SET revision = p.revision, began_ms = p.began_ms, status = p.status, "
              "review_by_ms = p.review_by_ms, valid_until_ms = p.valid_until_ms, "
              "branch = p.branch, severity = p.severity, title = p.title, summary = p.summary, "
              "scope = p.scope, tags = p.tags, content_hash = ?2 "
              "FROM past_revisions p WHERE p.words = ?1 AND records.position = p.record",
              words,
              content_hash));
  TRY(execute(connection,
              "UPDATE documents SET run_id = p.run_id, trace_id = p.trace_id, "
              "document = p.document FROM past_revisions p "
              "WHERE p.words = ?1 AND documents.position = p.record",
              words));
  TRY(execute(connection, "DELETE FROM past_revisions WHERE words = ?", words));
  return {};
}

}  // namespace

std::string document_digest(std::string_view document) {
  constexpr std::size_t digits = 16;
  return base::sha256_hex(document).substr(0, digits);
}

base::Result<Kept> kept_form(const Draft& draft, const std::string& project) {
  std::string document = document_of(draft);
  if (document.size() > document_bytes_max) {
    return base::invalid(
        base::format("the record has {} bytes, at most {} are allowed; keep what others need and "
                     "put the rest behind refs",
                     document.size(),
                     document_bytes_max));
  }
  std::string hash = base::sha256_hex(document);
  IndexedTexts texts = indexed_texts(draft);
  const Bands bands = bands_among(project, draft.type, texts.content);
  return Kept{draft, std::move(document), std::move(hash), std::move(texts), bands};
}

base::Result<std::string> identical_to(sqlite::Connection& connection,
                                       const std::string& project,
                                       const Kept& kept) {
  // Without the plus SQLite takes an index that begins with the project, and looks through all of
  // it.
  auto row = TRY(connection.prepare(
      "SELECT id FROM records WHERE content_hash = ? AND +project = ? AND superseded_by IS NULL"));
  TRY(row.bind(kept.hash, project));
  if (!TRY(row.step())) return std::string();
  return text_in(row, 0);
}

base::Result<std::int64_t> insert_unindexed(sqlite::Connection& connection,
                                            const std::string& id,
                                            const Kept& kept,
                                            const Occasion& occasion) {
  const Draft& draft = kept.draft;
  const std::int64_t position =
      TRY(append_change(connection, {.kind = ChangeKind::written, .revision = 1}, occasion));
  TRY(execute(connection,
              "INSERT INTO records (position, id, project, type, status, agent, created_ms, "
              "revision, began_ms, review_by_ms, valid_until_ms, worked, failed, branch, "
              "severity, title, summary, scope, tags, content_hash) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?7, ?8, ?9, 0, 0, ?10, ?11, ?12, ?13, ?14, "
              "?15, ?16)",
              position,
              id,
              occasion.author.project,
              name_of(draft.type),
              draft.status,
              occasion.author.agent,
              milliseconds_of(occasion.at),
              milliseconds_of(draft.review_by),
              milliseconds_of(draft.valid_until),
              draft.branch,
              severity_of(draft),
              draft.title,
              draft.summary,
              base::join(draft.scope, "\n"),
              base::join(draft.tags, "\n"),
              kept.hash));
  TRY(execute(connection,
              "INSERT INTO documents (position, run_id, trace_id, document) VALUES (?, ?, ?, ?)",
              position,
              occasion.author.run_id,
              occasion.author.trace_id,
              kept.document));
  return position;
}

base::Result<std::int64_t> insert_record(sqlite::Connection& connection,
                                         const std::string& id,
                                         const Kept& kept,
                                         const Occasion& occasion) {
  const std::int64_t position = TRY(insert_unindexed(connection, id, kept, occasion));
  TRY(add_texts(connection, position, kept.texts));
  TRY(add_bands(connection, position, kept.bands));
  return position;
}

base::Result<void> insert_revision(sqlite::Connection& connection,
                                   const Target& target,
                                   const Kept& kept,
                                   const Occasion& occasion) {
  const std::string before = TRY(document_at(connection, target.position));
  const std::int64_t words = TRY(keep_past_revision(connection, target.position, occasion.at));
  const IndexedTexts texts_before = TRY(indexed_texts_in(before));
  TRY(remove_texts(connection, target.position, texts_before));
  TRY(add_texts(connection, words, texts_before));
  TRY(remove_bands(connection, target));
  TRY(set_current(connection, target.position, kept, occasion));
  TRY(add_texts(connection, target.position, kept.texts));
  TRY(add_bands(connection, target.position, kept.bands));
  const std::string detail = TRY(difference(before, kept.document));
  TRY(append_change(
      connection, {ChangeKind::updated, target.position, target.revision + 1, detail}, occasion));
  return {};
}

base::Result<void> restore_revision(sqlite::Connection& connection, const Target& target) {
  auto past = TRY(connection.prepare(
      "SELECT words, document FROM past_revisions WHERE record = ? AND revision = ?"));
  TRY(past.bind(target.position, target.revision - 1));
  if (!TRY(past.step())) return base::internal(target.id + " has no revision to go back to");
  const std::int64_t words = past.integer(0);
  const std::string document = text_in(past, 1);
  const IndexedTexts texts = TRY(indexed_texts_in(document));
  const std::string document_now = TRY(document_at(connection, target.position));
  const IndexedTexts texts_now = TRY(indexed_texts_in(document_now));
  TRY(remove_texts(connection, target.position, texts_now));
  TRY(remove_texts(connection, words, texts));
  TRY(remove_bands(connection, target));
  TRY(make_current(connection, words, base::sha256_hex(document)));
  TRY(add_texts(connection, target.position, texts));
  return add_bands(
      connection, target.position, bands_among(target.project, target.type, texts.content));
}

base::Result<void> mark_superseded(sqlite::Connection& connection,
                                   const Target& older,
                                   const Successor& successor,
                                   const Occasion& occasion) {
  TRY(execute(connection,
              "UPDATE records SET superseded_by = ?2, superseded_ms = ?3 WHERE position = ?1",
              older.position,
              successor.position,
              milliseconds_of(occasion.at)));
  json::Writer detail;
  detail.begin_object().member("by", successor.id).member("reason", successor.reason).end_object();
  const LogLine line{ChangeKind::superseded, older.position, older.revision, detail.take()};
  TRY(append_change(connection, line, occasion));
  return {};
}

}  // namespace memory
