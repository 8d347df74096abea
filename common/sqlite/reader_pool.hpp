#pragma once
// ReaderPool: read-only connections to one file, opened as they are needed. There are only a few:
// each holds descriptors and cached pages, and more would not read faster.
// Thread-safe.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

class ReaderPool {
 public:
  struct Settings {
    std::chrono::milliseconds busy_wait;
    int cache_kib = default_cache_kib;
    OnOpen on_open = {};
  };

  /// A connection for one read at a time. It goes back when it is destroyed, and is used again only
  /// if it was marked as fit for that. The pool must outlive it.
  class Loan {
   public:
    Loan(ReaderPool& pool, Connection borrowed, std::uint64_t generation)
        : connection(std::move(borrowed)), pool_(pool), generation_(generation) {}

    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

    ~Loan() { pool_.take_back(*this); }

    Connection connection;
    bool is_fit = false;

   private:
    friend class ReaderPool;

    ReaderPool& pool_;
    const std::uint64_t generation_;
  };

  explicit ReaderPool(Settings settings) : settings_(std::move(settings)) {}

  /// From now on connections are to this file; those to an earlier one close as they come back.
  void start_anew(const std::filesystem::path& path);

  /// Waits while all are in use. busy: for too long. stopped: `stop` came first.
  base::Result<std::unique_ptr<Loan>> borrow(const std::stop_token& stop);

 private:
  void take_back(Loan& loan);
  void free_place();
  base::Result<Connection> open_or_free_place(const std::filesystem::path& path);
  base::Result<Connection> open(const std::filesystem::path& path) const;
  base::Result<void> wait_for_place(const std::stop_token& stop) REQUIRES(mutex_);

  const Settings settings_;
  base::Mutex mutex_;
  base::Condition place_came_free_;
  std::filesystem::path path_ GUARDED_BY(mutex_);
  std::uint64_t generation_ GUARDED_BY(mutex_) = 0;
  std::vector<Connection> idle_ GUARDED_BY(mutex_);
  std::size_t in_use_ GUARDED_BY(mutex_) = 0;
};

}  // namespace sqlite
