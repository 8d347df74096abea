// The floor of a durable write: SQLite by itself, as this suite sets it up, on a line of texts.
//
//   bench_sqlite_floor FILE
//
// A line has eleven texts with tabs between them, in the order of the columns below. Each is
// inserted in a transaction of its own under a lock file, and answered when that is on the disk.

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
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
  CREATE INDEX IF NOT EXISTS by_type ON records (project, type, status, position);
  CREATE VIRTUAL TABLE IF NOT EXISTS record_words USING fts5 (
    title, summary, keywords, body, tokenize = 'porter unicode61 remove_diacritics 2');
  CREATE VIRTUAL TABLE IF NOT EXISTS record_fragments USING fts5 (fragments, tokenize = 'trigram');
  INSERT INTO record_words (record_words, rank) VALUES ('automerge', 8);
  INSERT INTO record_fragments (record_fragments, rank) VALUES ('automerge', 8);)";

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

class Writer {
 public:
  explicit Writer(const std::string& file)
      : lock_(::open((file + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    require(lock_ >= 0, "cannot open the lock file");
    lock();
    require(sqlite3_open(file.c_str(), &database_) == SQLITE_OK, "cannot open the file");
    run(settings);
    run(schema);
    unlock();
    record_ = prepared(
        "INSERT INTO records (id, project, type, status, hash, document, title, "
        "summary) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    words_ = prepared(
        "INSERT INTO record_words (rowid, title, summary, keywords, body) "
        "VALUES (last_insert_rowid(), ?7, ?8, ?9, ?10)");
    fragments_ = prepared(
        "INSERT INTO record_fragments (rowid, fragments) "
        "VALUES (last_insert_rowid(), ?11)");
  }

  void add(const std::vector<std::string>& texts) {
    lock();
    run("BEGIN IMMEDIATE");
    for (sqlite3_stmt* statement : {record_, words_, fragments_})
      insert(statement, texts);
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

  void insert(sqlite3_stmt* statement, const std::vector<std::string>& texts) const {
    for (int at = 1; at <= sqlite3_bind_parameter_count(statement); ++at) {
      const std::string& text = texts[static_cast<std::size_t>(at) - 1];
      sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    require(sqlite3_step(statement) == SQLITE_DONE, sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }

  const int lock_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* record_ = nullptr;
  sqlite3_stmt* words_ = nullptr;
  sqlite3_stmt* fragments_ = nullptr;
};

std::vector<std::string> texts_in(const std::string& line) {
  std::vector<std::string> texts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = line.find('\t', begin);
    texts.push_back(line.substr(begin, end - begin));
  }
  require(texts.size() == text_count, "a line needs eleven texts");
  return texts;
}

}  // namespace

int main(int argc, char** argv) {
  require(argc == 2, "usage: bench_sqlite_floor FILE");
  Writer writer(argv[1]);
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
