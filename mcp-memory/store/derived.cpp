#include "mcp-memory/store/derived.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "json/document.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/columns.hpp"

namespace memory {
namespace {

base::Result<Draft> draft_in(std::string_view document) {
  const auto parsed = TRY(json::parse(document));
  return shape_of(static_cast<const Draft*>(nullptr)).read(parsed.root());
}

base::Result<void> derive(sqlite::Connection& connection, const sqlite::Statement& row) {
  const std::int64_t words = row.integer(0);
  const Draft draft = TRY(draft_in(row.text(2)));
  const IndexedTexts texts = indexed_texts(draft);
  TRY(add_texts(connection, words, texts));
  if (words < 0) return {};
  return add_bands(connection, words, bands_among(text_in(row, 1), draft.type, texts.content));
}

/// FTS5 takes a command in the column that has the table's name; without one the row is added.
using Command = std::optional<std::string_view>;

base::Result<void> change_words(sqlite::Connection& connection,
                                const Command& command,
                                std::int64_t row,
                                const IndexedTexts& texts) {
  TRY(execute(connection,
              "INSERT INTO record_words (record_words, rowid, title, summary, keywords, body) "
              "VALUES (?, ?, ?, ?, ?, ?)",
              command,
              row,
              texts.title,
              texts.summary,
              texts.keywords,
              texts.body));
  return {};
}

base::Result<void> change_fragments(sqlite::Connection& connection,
                                    const Command& command,
                                    std::int64_t row,
                                    const IndexedTexts& texts) {
  TRY(execute(connection,
              "INSERT INTO record_fragments (record_fragments, rowid, fragments) VALUES (?, ?, ?)",
              command,
              row,
              texts.fragments));
  return {};
}

}  // namespace

base::Result<void> add_words(sqlite::Connection& connection,
                             std::int64_t row,
                             const IndexedTexts& texts) {
  return change_words(connection, {}, row, texts);
}

base::Result<void> add_fragments(sqlite::Connection& connection,
                                 std::int64_t row,
                                 const IndexedTexts& texts) {
  return change_fragments(connection, {}, row, texts);
}

base::Result<void> add_texts(sqlite::Connection& connection,
                             std::int64_t row,
                             const IndexedTexts& texts) {
  TRY(add_words(connection, row, texts));
  return add_fragments(connection, row, texts);
}

base::Result<void> remove_texts(sqlite::Connection& connection,
                                std::int64_t row,
                                const IndexedTexts& texts) {
  TRY(change_words(connection, "delete", row, texts));
  return change_fragments(connection, "delete", row, texts);
}

base::Result<IndexedTexts> indexed_texts_in(std::string_view document) {
  return indexed_texts(TRY(draft_in(document)));
}

Bands bands_among(const std::string& project,
                  RecordType type,
                  const std::vector<std::string>& content) {
  return bands_of(project + "\n" + std::string(name_of(type)), content);
}

base::Result<void> add_bands(sqlite::Connection& connection,
                             std::int64_t position,
                             const Bands& bands) {
  std::vector<BandRow> rows;
  for (const std::int64_t band : bands)
    rows.push_back({band, position});
  return add_bands(connection, std::move(rows));
}

base::Result<void> add_bands(sqlite::Connection& connection, std::vector<BandRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const BandRow& one, const BandRow& other) {
    return std::tie(one.band, one.position) < std::tie(other.band, other.position);
  });
  std::span<const BandRow> left = rows;
  for (; left.size() >= 4; left = left.subspan(4)) {
    TRY(execute(connection,
                "INSERT OR IGNORE INTO record_bands (band, position) "
                "VALUES (?1, ?2), (?3, ?4), (?5, ?6), (?7, ?8)",
                left[0].band,
                left[0].position,
                left[1].band,
                left[1].position,
                left[2].band,
                left[2].position,
                left[3].band,
                left[3].position));
  }
  static_assert(band_count == 4, "no rows are left over");
  return {};
}

base::Result<void> remove_bands(sqlite::Connection& connection, const Target& target) {
  const auto content = content_of(target.title, target.summary);
  for (const std::int64_t band : bands_among(target.project, target.type, content)) {
    TRY(execute(connection,
                "DELETE FROM record_bands WHERE band = ? AND position = ?",
                band,
                target.position));
  }
  return {};
}

base::Result<void> ensure_derived(sqlite::Connection& connection) {
  auto form = TRY(connection.prepare("SELECT form FROM derived_form"));
  TRY(form.bind());
  const bool is_current = TRY(form.step()) && form.integer(0) == derived_form;
  if (is_current) return {};
  TRY(derive_anew(connection));
  return {};
}

base::Result<std::int64_t> derive_anew(sqlite::Connection& connection) {
  for (const char* sql : {"INSERT INTO record_words (record_words) VALUES ('delete-all')",
                          "INSERT INTO record_fragments (record_fragments) VALUES ('delete-all')",
                          "DELETE FROM record_bands",
                          "DELETE FROM derived_form"}) {
    TRY(connection.run(sql));
  }
  auto rows = TRY(connection.prepare(
      "SELECT r.position, r.project, d.document FROM records r JOIN documents d USING (position) "
      "UNION ALL SELECT words, '', document FROM past_revisions"));
  TRY(rows.bind());
  std::int64_t revisions = 0;
  for (; TRY(rows.step()); ++revisions)
    TRY(derive(connection, rows));
  TRY(execute(connection, "INSERT INTO derived_form VALUES (?)", derived_form));
  return revisions;
}

}  // namespace memory
