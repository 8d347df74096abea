#include "sqlite/reader_pool.hpp"

#include <utility>

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
  base::Lock lock(mutex_);
  if (borrowed.generation == generation_) idle_.push_back(std::move(borrowed.connection));
}

}  // namespace sqlite
