#pragma once
// A store as the first version of mcp-memory left it, made by SQL alone.

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/schema.hpp"
#include "sqlite/connection.hpp"
#include "support/catch.hpp"

namespace first_schema {

inline sqlite::Connection opened(const std::filesystem::path& file) {
  auto connection =
      sqlite::Connection::open(file, sqlite::Access::read_write, std::chrono::milliseconds(10'000));
  REQUIRE(connection);
  return std::move(connection).value();
}

inline void run(sqlite::Connection& connection, const std::string& sql) {
  const auto done = connection.run(sql);
  INFO(sql.substr(0, 200));
  INFO((done ? "" : done.error().message));
  REQUIRE(done);
}

template <class... Values>
void run(sqlite::Connection& connection, const std::string& sql, const Values&... values) {
  auto statement = connection.prepare(sql);
  REQUIRE(statement);
  REQUIRE(statement->bind(values...));
  REQUIRE(statement->step());
}

inline std::int64_t number(sqlite::Connection& connection, const std::string& sql) {
  auto statement = connection.prepare(sql);
  REQUIRE(statement);
  REQUIRE(statement->step());
  return statement->integer(0);
}

/// An empty store of schema 1.
inline void make(const std::filesystem::path& file) {
  std::ofstream(file, std::ios::binary).flush();
  sqlite::Connection connection = opened(file);
  run(connection, "PRAGMA journal_mode = WAL");
  run(connection, "PRAGMA application_id = 1634954573");
  run(connection, "BEGIN");
  run(connection, std::string(memory::migrations().front().sql));
  run(connection, "PRAGMA user_version = 1");
  run(connection, "COMMIT");
}

struct Row {
  std::string id;
  std::string agent;
  std::string run_id;
  std::int64_t created_ms;
  memory::Draft draft;
};

/// What was indexed as the body: every text but those with a place of their own.
inline std::string body_of(const memory::Draft& draft) {
  std::string body;
  for (const auto& texts : {draft.scope, draft.refs}) {
    for (const std::string& text : texts)
      body += text + "\n";
  }
  for (const std::string& text : {draft.context, draft.decision, draft.rationale, draft.impact})
    if (!text.empty()) body += text + "\n";
  for (const std::string& text : draft.symptoms)
    body += text + "\n";
  return body;
}

inline void insert(sqlite::Connection& connection, const Row& row) {
  const memory::Draft& draft = row.draft;
  const std::string document = memory::document_of(draft);
  run(connection,
      "INSERT INTO records (id, revision, type, project, agent, run_id, trace_id, created_ms, "
      "status, title, summary, severity, scope, document, content_hash) VALUES (?, 1, ?, 'shop', "
      "?, "
      "?, '', ?, ?, ?, ?, ?, ?, ?, ?)",
      row.id,
      memory::name_of(draft.type),
      row.agent,
      row.run_id,
      row.created_ms,
      draft.status,
      draft.title,
      draft.summary,
      draft.severity ? memory::severity_names[static_cast<std::size_t>(*draft.severity)] : "",
      base::join(draft.scope, "\n"),
      document,
      base::sha256_hex(document));
  run(connection,
      "INSERT INTO record_words (rowid, title, summary, keywords, body) VALUES (?, ?, ?, ?, ?)",
      connection.last_row_id(),
      draft.title,
      draft.summary,
      base::join(draft.tags, "\n") + "\n" + base::join(draft.aliases, "\n"),
      body_of(draft));
}

/// So many decisions more, in one transaction.
inline void insert_many(sqlite::Connection& connection, int count) {
  run(connection, "BEGIN");
  run(connection,
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
      "INSERT INTO records (id, revision, type, project, agent, run_id, trace_id, created_ms, "
      "status, title, summary, severity, scope, document, content_hash) "
      "SELECT format('%08d-89ab-7def-8123-456789abcdef', i), 1, 'decision', 'shop', 'devbot', '', "
      "'', 1700000000000 + i, 'accepted', format('Decision number %d', i), "
      "'What a reader has to know of it.', '', '', json_object('type', 'decision', 'title', "
      "format('Decision number %d', i), 'summary', 'What a reader has to know of it.', 'status', "
      "'accepted', 'context', 'Orders change together.', 'decision', 'Use PostgreSQL.', "
      "'rationale', 'Transactions.'), format('hash %d', i) FROM n",
      count);
  run(connection,
      "INSERT INTO record_words (rowid, title, summary, keywords, body) SELECT position, title, "
      "summary, '', 'Orders change together. Use PostgreSQL. Transactions.' FROM records");
  run(connection, "COMMIT");
}

}  // namespace first_schema
