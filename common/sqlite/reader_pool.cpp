#include "sqlite/reader_pool.hpp"

#include <utility>

#include "base/limits.hpp"

namespace sqlite {

void ReaderPool::start_anew(const std::filesystem::path& path) {
  base::Lock lock(mutex_);
  path_ = path;
  ++generation_;
  idle_.clear();
}

base::Result<std::unique_ptr<ReaderPool::Loan>> ReaderPool::borrow() {
  std::filesystem::path path;
  std::uint64_t generation = 0;
  {
    base::Lock lock(mutex_);
    if (!wait_for_place()) return base::busy("too many reads at once; try again");
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

bool ReaderPool::wait_for_place() {
  constexpr std::size_t readers_max = base::limits::worker_threads_max;
  const auto deadline = std::chrono::steady_clock::now() + busy_wait_;
  while (in_use_ >= readers_max) {
    if (!place_came_free_.wait_until(mutex_, deadline)) return in_use_ < readers_max;
  }
  return true;
}

}  // namespace sqlite
