#include "mcp-memory/store/derived.hpp"

#include "base/text.hpp"
#include "json/document.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/columns.hpp"
#include "mcp-memory/store/statements.hpp"
#include "mcp-memory/store/words.hpp"

namespace memory {
namespace {

/// Every text below `value`, one a line.
void append_texts(std::string& lines, json::View value) {
  if (value.is(json::Kind::text)) lines.append(value.text()).append("\n");
  for (std::size_t at = 0; at < value.size(); ++at)
    append_texts(lines, value.is(json::Kind::object) ? value.member_value(at) : value.item(at));
}

bool is_indexed_apart(std::string_view member) {
  constexpr std::string_view apart[] = {"type",
                                        "title",
                                        "summary",
                                        "status",
                                        "tags",
                                        "aliases",
                                        "review_by",
                                        "valid_until",
                                        "started_at"};
  for (const std::string_view name : apart)
    if (name == member) return true;
  return false;
}

void append_lines(std::string& lines, const std::vector<std::string>& more) {
  for (const std::string& line : more)
    lines.append(line).append("\n");
}

/// Words of prose that are looked for in part.
void append_fragments(std::string& fragments, std::string_view prose) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  while (!prose.empty()) {
    const std::size_t begin = prose.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return;
    prose.remove_prefix(begin);
    const std::string_view word = prose.substr(0, prose.find_first_of(blanks));
    prose.remove_prefix(word.size());
    if (is_fragment(word)) fragments.append(word).append("\n");
  }
}

std::string fragments_of(const Draft& draft, const std::string& body) {
  std::string fragments = draft.title + "\n";
  append_lines(fragments, draft.symptoms);
  append_lines(fragments, draft.triggers);
  append_lines(fragments, draft.scope);
  append_lines(fragments, draft.refs);
  append_lines(fragments, draft.aliases);
  for (const Step& step : draft.steps)
    fragments.append(step.command).append("\n");
  append_fragments(fragments, draft.summary);
  append_fragments(fragments, body);
  return fragments;
}

std::vector<std::string> content_of(std::string_view title, std::string_view summary) {
  return content_words(std::string(title) + " " + std::string(summary));
}

base::Result<Draft> draft_in(std::string_view document) {
  const auto parsed = TRY(json::parse(document));
  return shape_of(static_cast<const Draft*>(nullptr)).read(parsed.root());
}

base::Result<void> derive(sqlite::Connection& connection, const sqlite::Statement& row) {
  const std::int64_t words = row.integer(0);
  const std::string document = text_in(row, 2);
  const Draft draft = TRY(draft_in(document));
  const IndexedTexts texts = TRY(indexed_texts(draft, document));
  TRY(add_words(connection, words, draft, texts));
  if (words < 0) return {};
  return add_bands(connection, words, text_in(row, 1), draft.type, texts.content);
}

}  // namespace

base::Result<IndexedTexts> indexed_texts(const Draft& draft, const std::string& document) {
  IndexedTexts texts;
  texts.keywords = base::join(draft.tags, "\n") + "\n" + base::join(draft.aliases, "\n");
  const auto parsed = TRY(json::parse(document));
  const json::View root = parsed.root();
  for (std::size_t at = 0; at < root.size(); ++at)
    if (!is_indexed_apart(root.member_name(at))) append_texts(texts.body, root.member_value(at));
  texts.fragments = fragments_of(draft, texts.body);
  texts.content = content_of(draft.title, draft.summary);
  return texts;
}

base::Result<void> add_words(sqlite::Connection& connection,
                             std::int64_t position,
                             const Draft& draft,
                             const IndexedTexts& texts) {
  TRY(execute(
      connection,
      "INSERT INTO record_words (rowid, title, summary, keywords, body) VALUES (?, ?, ?, ?, ?)",
      position,
      draft.title,
      draft.summary,
      texts.keywords,
      texts.body));
  TRY(execute(connection,
              "INSERT INTO record_fragments (rowid, fragments) VALUES (?, ?)",
              position,
              texts.fragments));
  return {};
}

base::Result<void> move_words(sqlite::Connection& connection, std::int64_t from, std::int64_t to) {
  TRY(execute(connection,
              "INSERT INTO record_words (rowid, title, summary, keywords, body) "
              "SELECT ?, title, summary, keywords, body FROM record_words WHERE rowid = ?",
              to,
              from));
  TRY(execute(connection,
              "INSERT INTO record_fragments (rowid, fragments) "
              "SELECT ?, fragments FROM record_fragments WHERE rowid = ?",
              to,
              from));
  return remove_words(connection, from);
}

base::Result<void> remove_words(sqlite::Connection& connection, std::int64_t position) {
  TRY(execute(connection, "DELETE FROM record_words WHERE rowid = ?", position));
  TRY(execute(connection, "DELETE FROM record_fragments WHERE rowid = ?", position));
  return {};
}

Bands bands_among(const std::string& project,
                  RecordType type,
                  const std::vector<std::string>& content) {
  return bands_of(project + "\n" + std::string(name_of(type)), content);
}

base::Result<void> add_bands(sqlite::Connection& connection,
                             std::int64_t position,
                             const std::string& project,
                             RecordType type,
                             const std::vector<std::string>& content) {
  for (const std::int64_t band : bands_among(project, type, content)) {
    TRY(execute(connection, "INSERT OR IGNORE INTO record_bands VALUES (?, ?)", band, position));
  }
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
  for (const char* sql : {"DELETE FROM record_words",
                          "DELETE FROM record_fragments",
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
