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
  auto opened = Connection::open(path, Access::read_only, busy_wait_);
  if (opened) return std::make_unique<Loan>(*this, std::move(opened).value(), generation);
  free_place();
  return std::move(opened).error();
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
  const auto deadline = std::chrono::steady_clock::now() + busy_wait_;
  while (in_use_ >= readers_max) {
    if (stop.stop_requested()) return base::stopped("stopped while waiting for other reads");
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) return base::busy("too many reads at once; try again");
    place_came_free_.wait_until(mutex_, std::min(deadline, now + between_looks_at_stop));
  }
  return {};
}

}  // namespace sqlite
