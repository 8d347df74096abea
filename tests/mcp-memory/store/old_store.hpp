#pragma once
// A store as the first release of mcp-memory left it: schema 1, many records.

#include <filesystem>
#include <string>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "mcp-memory/store/schema.hpp"
#include "sqlite/database.hpp"
#include "support/catch.hpp"

namespace old_store {

inline constexpr std::int32_t application_id = 0x61736D4D;

inline std::string id_of(int number) {
  return base::format("01938a6e-7c00-7000-8000-{:012x}", number);
}

inline std::string title_of(int number) {
  return base::format("Old record number{}", number);
}

inline base::Result<void> insert(sqlite::Connection& connection, int number) {
  const std::string title = title_of(number);
  const std::string summary = base::format("What old record {} says in one line.", number);
  const std::string document = base::format(
      R"({{"type":"decision","title":"{}","summary":"{}","status":"accepted","context":"Some.",)"
      R"("decision":"Do it.","rationale":"Because of it."}})",
      title,
      summary);
  auto row = TRY(connection.prepare(
      "INSERT INTO records(id, revision, type, project, agent, run_id, trace_id, created_ms, "
      "status, "
      "title, summary, severity, scope, document, content_hash) VALUES (?, 1, 'decision', 'shop', "
      "'devbot', '', '', ?, 'accepted', ?, ?, '', '', ?, ?)"));
  const std::int64_t created_ms = 1'780'000'000'000 + number;
  TRY(row.bind(id_of(number), created_ms, title, summary, document, base::sha256_hex(document)));
  TRY(row.step());
  auto words = TRY(connection.prepare(
      "INSERT INTO record_words(rowid, title, summary, keywords, body) VALUES (?, ?, ?, '', '')"));
  TRY(words.bind(connection.last_row_id(), title, summary));
  TRY(words.step());
  return {};
}

inline void make(const std::filesystem::path& home, int records) {
  std::filesystem::create_directories(home);
  sqlite::Database database({.path = home / "memory.db",
                             .application_id = application_id,
                             .migrations = memory::migrations().first(1)});
  const auto made =
      database.write<void>({}, [&](sqlite::Connection& connection) -> base::Result<void> {
        for (int number = 0; number < records; ++number)
          TRY(insert(connection, number));
        return {};
      });
  INFO((made ? "" : made.error().message));
  REQUIRE(made);
}

}  // namespace old_store
