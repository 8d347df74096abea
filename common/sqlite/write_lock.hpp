#pragma once
// WriteLock: the lock file "<database>.lock", taken with flock around every commit and checkpoint
// of any process. The kernel drops it when its holder dies, however it dies. The file stays.
//
// Who waits is next in turn by another lock, on the first byte of the same file: one process at a
// time waits for the holder, and who has just let go stands behind it. Whoever frees one of these
// rings for those who wait (bells.hpp).
//
// One thread at a time. The descriptor is not inherited by programs that this process starts.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <stop_token>
#include <utility>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "sqlite/bells.hpp"
#include "sqlite/turn.hpp"

namespace sqlite {

std::filesystem::path lock_path_of(const std::filesystem::path& database);

/// The process that holds this lock file, if the kernel tells (/proc/locks; it hides processes of
/// other containers).
std::optional<int> holder_of(const std::filesystem::path& lock_path);

class WriteLock {
 public:
  explicit WriteLock(const std::filesystem::path& database);

  class Held {
   public:
    explicit Held(WriteLock& lock) : lock_(&lock) {}

    Held(Held&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}

    Held& operator=(Held&&) = delete;
    ~Held();

   private:
    WriteLock* lock_;
  };

  /// The lock must outlive what it gives, and stay where it is. `busy` after the deadline, naming
  /// the file and its holder.
  base::Result<Held> take(std::stop_token stop, Deadline deadline);

  /// Notes in the lock file, for all processes to come, that the disk may have lost some of the
  /// write-ahead log. Needs no lock; does nothing before the first take().
  void doubt_log() { note_doubt(1); }

  // For the holder.

  bool is_log_doubted() const;

  void trust_log() { note_doubt(0); }

 private:
  base::Result<void> open();
  base::Result<bool> try_once();
  bool become_next();
  void let_others_be_next();
  bool lock_first_byte(short type) const;
  void let_go();
  void note_doubt(char doubt);
  void pause(Bell bell, std::uint32_t rung);
  bool was_replaced() const;
  base::Error still_held() const;

  std::filesystem::path path_;
  base::Fd file_;
  Bells bells_;
  bool is_next_ = false;
  std::minstd_rand random_;
};

}  // namespace sqlite
