#include "sqlite/reader_pool.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"

namespace sqlite {

void ReaderPool::start_anew(const std::filesystem::path& path) {
  base::Lock lock(mutex_);
  path_ = path;
  ++generation_;
  idle_.clear();
}

base::Result<std::unique_ptr<ReaderPool::Loan>> ReaderPool::borrow(const std::stop_token& stop) {
  std::filesystem::path path;
  std::uint64_t generation = 0;
  {
    base::Lock lock(mutex_);
    TRY(wait_for_place(stop));
    ++in_use_;
    generation = generation_;
    if (!idle_.empty()) {
      auto loan = std::make_unique<Loan>(*this, std::move(idle_.back()), generation);
      idle_.pop_back();
      return loan;
    }
    path = path_;
  }
  auto opened = open_or_free_place(path);
  if (opened) return std::make_unique<Loan>(*this, std::move(opened).value(), generation);
  return std::move(opened).error();
}

/// What prepares a connection is not ours and may throw.
base::Result<Connection> ReaderPool::open_or_free_place(const std::filesystem::path& path) {
  try {
    auto opened = open(path);
    if (!opened) free_place();
    return opened;
  } catch (...) {  // the place must not be lost, whatever it is
    free_place();
    throw;
  }
}

base::Result<Connection> ReaderPool::open(const std::filesystem::path& path) const {
  Connection connection =
      TRY(Connection::open(path, Access::read_only, settings_.busy_wait, settings_.cache_kib));
  if (settings_.on_open) TRY(settings_.on_open(connection));
  return connection;
}

void ReaderPool::take_back(Loan& loan) {
  {
    base::Lock lock(mutex_);
    if (loan.is_fit && loan.generation_ == generation_) idle_.push_back(std::move(loan.connection));
  }
  free_place();
}

void ReaderPool::free_place() {
  base::Lock lock(mutex_);
  --in_use_;
  place_came_free_.notify_one();
}

base::Result<void> ReaderPool::wait_for_place(const std::stop_token& stop) {
  constexpr std::size_t readers_max = base::limits::worker_threads_max;
  constexpr std::chrono::milliseconds between_looks_at_stop{20};
  const auto deadline = std::chrono::steady_clock::now() + settings_.busy_wait;
  while (in_use_ >= readers_max) {
    if (stop.stop_requested()) return base::stopped("stopped while waiting for other reads");
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) return base::busy("too many reads at once; try again");
    place_came_free_.wait_until(mutex_, std::min(deadline, now + between_looks_at_stop));
  }
  return {};
}

}  // namespace sqlite
