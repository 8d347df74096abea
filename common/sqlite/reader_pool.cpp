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

base::Result<ReaderPool::Borrowed> ReaderPool::borrow() {
  std::filesystem::path path;
  std::uint64_t generation = 0;
  {
    base::Lock lock(mutex_);
    generation = generation_;
    if (!idle_.empty()) {
      Borrowed borrowed{std::move(idle_.back()), generation};
      idle_.pop_back();
      return borrowed;
    }
    path = path_;
  }
  return Borrowed{TRY(Connection::open(path, Access::read_only, busy_wait_)), generation};
}

void ReaderPool::give_back(Borrowed borrowed) {
  // Each holds descriptors and up to 2 MB of cached pages.
  constexpr std::size_t idle_max = base::limits::worker_threads_max;
  base::Lock lock(mutex_);
  const bool is_wanted = borrowed.generation == generation_ && idle_.size() < idle_max;
  if (is_wanted) idle_.push_back(std::move(borrowed.connection));
}

}  // namespace sqlite
