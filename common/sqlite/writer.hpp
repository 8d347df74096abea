#pragma once
// Writer: the one connection of this process that writes, and what belongs to it. For the thread
// whose turn it is to write.

#include <filesystem>
#include <functional>
#include <stop_token>

#include "base/result.hpp"
#include "sqlite/checkpoint.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/options.hpp"
#include "sqlite/store_file.hpp"
#include "sqlite/write_lock.hpp"

namespace sqlite {

using PlainWork = std::function<base::Result<void>(Connection&)>;

class Writer {
 public:
  /// Makes the file if it is missing, and brings its schema up to date.
  static base::Result<Writer> open(const Options& options,
                                   const std::stop_token& stop,
                                   Deadline deadline);

  const std::filesystem::path& path() const { return path_; }

  /// Commits to a file that was deleted or replaced by a backup would be lost.
  bool was_replaced() const { return file_id(path_) != file_; }

  /// `unavailable` if the schema was found to be newer than this program.
  base::Result<void> check_schema();

  /// Under the lock file and in a transaction, which is committed if the work gives no error.
  /// Others may see the commit, and commit behind it, while this still waits for the disk: who
  /// writes next need not wait for that. If the disk does not confirm it, the call is
  /// `unavailable`, though what was written can be read.
  base::Result<void> transact(const PlainWork& work,
                              const std::stop_token& stop,
                              Deadline deadline);

  /// Under the lock file, without a transaction. One that the work leaves open is rolled back.
  base::Result<void> maintain(const PlainWork& work,
                              const std::stop_token& stop,
                              Deadline deadline);

  /// Not to be used again after an error of the disk: what SQLite believes to be in the file need
  /// not be there.
  bool is_broken_by(const base::Result<void>& done) const;

  /// What the disk has failed at may have been what others wrote: whoever writes next makes sure
  /// that it has all of the log.
  void doubt_log() { lock_.doubt_log(); }

 private:
  Writer(const Options& options, std::filesystem::path path, FileId file, Connection connection);

  base::Result<void> commit_under_lock(const PlainWork& work,
                                       const std::stop_token& stop,
                                       Deadline deadline);
  base::Result<void> make_log_sound();
  base::Result<void> fold_log();
  base::Result<void> wait_for_disk();
  base::Result<void> bring_up_to_date(const std::stop_token& stop, Deadline deadline);
  base::Result<void> begin_and_work(const PlainWork& work);
  base::Result<void> commit_or_roll_back(const PlainWork& work, const std::stop_token& stop);
  base::Result<void> work_freely(const PlainWork& work, const std::stop_token& stop);

  Schema schema_;
  std::filesystem::path path_;
  FileId file_;
  WriteLock lock_;
  Connection connection_;
  bool is_newer_ = false;
  Checkpoints checkpoints_;
};

}  // namespace sqlite
