#include "sqlite/log_rewriting.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <vector>

#include "base/format.hpp"
#include "sqlite/error.hpp"
#include "sqlite/log_format.hpp"

namespace sqlite {
namespace {

/// What the index of the log says of it, whoever has written there last.
struct Committed {
  std::uint32_t frames = 0;
  std::uint32_t checksum[2] = {};  ///< of the last
};

/// Its functions give result codes of SQLite; SQLITE_CORRUPT: what is there was not written so.
class Log {
 public:
  explicit Log(sqlite3_file& file) : file_(file) {}

  int write_again(const Committed& committed) {
    int code = write_header_again();
    for (std::uint32_t frame = 0; frame < committed.frames && code == SQLITE_OK; ++frame)
      code = write_frame_again(frame);
    if (code != SQLITE_OK) return code;
    // Frames of a transaction that was rolled back may stand there, and fit as well.
    if (!chain_.is(committed.checksum[0], committed.checksum[1])) return SQLITE_CORRUPT;
    return file_.pMethods->xSync(&file_, SQLITE_SYNC_NORMAL);
  }

 private:
  int write_header_again() {
    header_.resize(log_header_bytes);
    const int code = read(header_, 0);
    if (code != SQLITE_OK) return code;
    chain_ = LogChecksum(header_);
    chain_.add(Bytes(header_).first(header_checksum_at));
    if (!chain_.is_at(header_, header_checksum_at)) return SQLITE_CORRUPT;
    frame_.resize(frame_header_bytes + big_endian(header_, page_bytes_at));
    return write(header_, 0);
  }

  int write_frame_again(std::uint32_t number) {
    const std::size_t before = log_header_bytes + number * frame_.size();
    const auto at = static_cast<sqlite3_int64>(before);
    const int code = read(frame_, at);
    if (code != SQLITE_OK) return code;
    chain_.add(Bytes(frame_).first(frame_salt_at));
    chain_.add(Bytes(frame_).subspan(frame_header_bytes));
    const bool is_of_this_run = std::equal(header_.begin() + header_salt_at,
                                           header_.begin() + header_salt_at + salt_bytes,
                                           frame_.begin() + frame_salt_at);
    if (!is_of_this_run || !chain_.is_at(frame_, frame_checksum_at)) return SQLITE_CORRUPT;
    return write(frame_, at);
  }

  int read(std::vector<unsigned char>& bytes, sqlite3_int64 at) {
    const int code =
        file_.pMethods->xRead(&file_, bytes.data(), static_cast<int>(bytes.size()), at);
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_CORRUPT : code;
  }

  int write(const std::vector<unsigned char>& bytes, sqlite3_int64 at) {
    return file_.pMethods->xWrite(&file_, bytes.data(), static_cast<int>(bytes.size()), at);
  }

  sqlite3_file& file_;
  std::vector<unsigned char> header_;
  std::vector<unsigned char> frame_;
  LogChecksum chain_;
};

int read_index(sqlite3_file& main, Committed& committed) {
  volatile void* index = nullptr;
  const int code = main.pMethods->xShmMap(&main, 0, index_block_bytes, 0, &index);
  if (code != SQLITE_OK) return code;
  if (index == nullptr) return SQLITE_IOERR_SHMMAP;
  const auto* numbers = static_cast<const volatile std::uint32_t*>(index);
  committed.frames = numbers[frames_in_index_at / 4];
  committed.checksum[0] = numbers[checksum_in_index_at / 4];
  committed.checksum[1] = numbers[checksum_in_index_at / 4 + 1];
  return SQLITE_OK;
}

/// For who holds SQLite's own lock on writing: then the index is as new as the log.
int write_again(sqlite3* database) {
  sqlite3_file* main = nullptr;
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &main);
  sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (main == nullptr || log == nullptr || log->pMethods == nullptr) return SQLITE_IOERR;
  Committed committed;
  const int code = read_index(*main, committed);
  return code != SQLITE_OK || committed.frames == 0 ? code : Log(*log).write_again(committed);
}

base::Result<bool> has_log(Connection& connection) {
  auto mode = TRY(connection.prepare("PRAGMA journal_mode"));
  TRY(mode.step());
  return mode.text(0) == "wal";
}

}  // namespace

base::Result<void> write_log_again(Connection& connection) {
  TRY(connection.run("BEGIN IMMEDIATE"));
  const auto is_there = has_log(connection);
  const int code = is_there && *is_there ? write_again(connection.handle()) : SQLITE_OK;
  TRY(connection.run("ROLLBACK"));
  if (!is_there) return is_there.error();
  if (code == SQLITE_OK) return {};
  const std::string path = connection.path().native();
  if (code != SQLITE_CORRUPT) return error_of(code, path, sqlite3_errstr(code));
  return base::unavailable(
      base::format("{}-wal: the disk has lost a part of it that it had not confirmed; end all "
                   "programs that use this file, then start them again: what is whole is kept",
                   path));
}

}  // namespace sqlite
