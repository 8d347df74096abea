// The floor of a durable write: SQLite by itself, as this suite sets it up, on a line of texts.
//
//   bench_sqlite_floor FILE
//   bench_sqlite_floor FILE LINES
//
// A line has eleven texts with tabs between them, in the order of the columns below. Each is
// inserted in a transaction of its own under a lock file, and answered when that is on the disk. Or
// all of those in the file LINES are, 8,000 in a transaction, and the answer is how many seconds
// that took.

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace {

constexpr int text_count = 11;

constexpr const char* schema = R"(
  PRAGMA journal_mode=WAL;
  CREATE TABLE IF NOT EXISTS records (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, project TEXT NOT NULL, type TEXT NOT NULL,
    status TEXT NOT NULL, hash TEXT NOT NULL, document TEXT NOT NULL, title TEXT NOT NULL,
    summary TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS by_id ON records (id);
  CREATE INDEX IF NOT EXISTS by_content ON records (hash);
  CREATE INDEX IF NOT EXISTS by_project ON records (project, position);
  CREATE INDEX IF NOT EXISTS by_type ON records (project, type, status, position);)";

constexpr const char* single_writes = R"(
  CREATE VIRTUAL TABLE IF NOT EXISTS record_words USING fts5 (
    title, summary, keywords, body, tokenize = 'porter unicode61 remove_diacritics 2');
  CREATE VIRTUAL TABLE IF NOT EXISTS record_fragments USING fts5 (fragments, tokenize = 'trigram');
  INSERT INTO record_words (record_words, rank) VALUES ('automerge', 8);
  INSERT INTO record_fragments (record_fragments, rank) VALUES ('automerge', 8);)";

// Full-text indexes as in the suite, settings as in mcp-memory/store/indexing.cpp.
constexpr const char* large_batches = R"(
  CREATE VIRTUAL TABLE record_words USING fts5 (
    title, summary, keywords, body,
    content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2');
  CREATE VIRTUAL TABLE record_fragments USING fts5 (
    fragments, content = '', columnsize = 0, tokenize = 'trigram');
  INSERT INTO record_words (record_words, rank) VALUES ('hashsize', 16777216), ('automerge', 16);
  INSERT INTO record_fragments (record_fragments, rank)
    VALUES ('hashsize', 16777216), ('automerge', 16);
  PRAGMA cache_size=-16000;)";

// As in common/sqlite/connection.cpp; a checkpoint of SQLite's own happens under the lock, too.
constexpr const char* settings =
    "PRAGMA busy_timeout=10000;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA mmap_size=0;"
    "PRAGMA cache_size=-500;"
    "PRAGMA wal_autocheckpoint=1000;";

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "bench_sqlite_floor: %s\n", what);
  std::exit(1);
}

using Texts = std::vector<std::string>;

class Writer {
 public:
  Writer(const std::string& file, const char* indexes)
      : lock_(::open((file + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    require(lock_ >= 0, "cannot open the lock file");
    lock();
    require(sqlite3_open(file.c_str(), &database_) == SQLITE_OK, "cannot open the file");
    run(settings);
    run(schema);
    run(indexes);
    unlock();
    record_ = prepared(
        "INSERT INTO records (id, project, type, status, hash, document, title, "
        "summary) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    words_ = prepared(
        "INSERT INTO record_words (rowid, title, summary, keywords, body) "
        "VALUES (coalesce(?12, last_insert_rowid()), ?7, ?8, ?9, ?10)");
    fragments_ = prepared(
        "INSERT INTO record_fragments (rowid, fragments) "
        "VALUES (coalesce(?12, last_insert_rowid()), ?11)");
  }

  void add(const Texts& texts) {
    lock();
    run("BEGIN IMMEDIATE");
    for (sqlite3_stmt* statement : {record_, words_, fragments_})
      insert(statement, texts);
    run("COMMIT");
    unlock();
  }

  /// The first of them is the record with this number. One index after the other.
  void add_all(std::span<const Texts> records, std::int64_t first) {
    lock();
    run("BEGIN IMMEDIATE");
    for (sqlite3_stmt* statement : {record_, words_, fragments_}) {
      std::int64_t number = first;
      for (const Texts& texts : records)
        insert(statement, texts, number++);
    }
    run("COMMIT");
    unlock();
  }

 private:
  void lock() const { require(::flock(lock_, LOCK_EX) == 0, "cannot lock"); }

  void unlock() const { ::flock(lock_, LOCK_UN); }

  void run(const char* sql) const {
    const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
    require(code == SQLITE_OK, sqlite3_errmsg(database_));
  }

  sqlite3_stmt* prepared(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) == SQLITE_OK, sql);
    return statement;
  }

  /// Without a number it is that of the record before.
  void insert(sqlite3_stmt* statement, const Texts& texts, std::int64_t number = 0) const {
    const int parameters = sqlite3_bind_parameter_count(statement);
    for (int at = 1; at <= std::min(parameters, text_count); ++at) {
      const std::string& text = texts[static_cast<std::size_t>(at) - 1];
      sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    if (parameters > text_count && number != 0) sqlite3_bind_int64(statement, parameters, number);
    require(sqlite3_step(statement) == SQLITE_DONE, sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }

  const int lock_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* record_ = nullptr;
  sqlite3_stmt* words_ = nullptr;
  sqlite3_stmt* fragments_ = nullptr;
};

Texts texts_in(const std::string& line) {
  Texts texts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = line.find('\t', begin);
    texts.push_back(line.substr(begin, end - begin));
  }
  require(texts.size() == text_count, "a line needs eleven texts");
  return texts;
}

int answer_each(Writer writer) {
  std::string buffer;
  char chunk[65536];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, chunk, sizeof chunk);
    if (got <= 0) return 0;
    buffer.append(chunk, static_cast<std::size_t>(got));
    for (std::size_t end = 0; (end = buffer.find('\n')) != std::string::npos;
         buffer.erase(0, end + 1)) {
      writer.add(texts_in(buffer.substr(0, end)));
      require(::write(STDOUT_FILENO, "ok\n", 3) == 3, "cannot reply");
    }
  }
}

int add_all(Writer writer, const char* lines) {
  constexpr std::size_t at_once = 8000;
  std::vector<Texts> records;
  std::ifstream in(lines);
  for (std::string line; std::getline(in, line);)
    records.push_back(texts_in(line));
  require(!records.empty(), "there are no lines");
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t at = 0; at < records.size(); at += at_once) {
    const auto left = std::span(records).subspan(at);
    writer.add_all(left.first(std::min(left.size(), at_once)), static_cast<std::int64_t>(at) + 1);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%f\n", took.count());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  require(argc == 2 || argc == 3, "usage: bench_sqlite_floor FILE [LINES]");
  if (argc == 2) return answer_each(Writer(argv[1], single_writes));
  return add_all(Writer(argv[1], large_batches), argv[2]);
}
