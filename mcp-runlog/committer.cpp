#include "mcp-runlog/committer.hpp"

#include <utility>

namespace runlog {

base::Result<Added> Committer::commit(const Delivery& delivery) {
  Waiting mine{&delivery};
  mutex_.lock();
  waiting_.push_back(&mine);
  while (!mine.outcome) {
    if (committing_) {
      done_.wait(mutex_);
      continue;
    }
    committing_ = true;
    std::vector<Waiting*> batch = std::exchange(waiting_, {});
    mutex_.unlock();
    commit_all(std::move(batch));
    mutex_.lock();
    committing_ = false;
    done_.notify_all();
  }
  mutex_.unlock();
  return std::move(*mine.outcome);
}

void Committer::commit_all(std::vector<Waiting*> batch) {
  std::vector<Delivery> deliveries;
  deliveries.reserve(batch.size());
  for (const Waiting* waiting : batch)
    deliveries.push_back(*waiting->delivery);
  const auto added = store_.add({}, deliveries);
  const base::Lock lock(mutex_);
  for (std::size_t at = 0; at < batch.size(); ++at) {
    if (added)
      batch[at]->outcome = (*added)[at];
    else
      batch[at]->outcome = added.error();
  }
}

}  // namespace runlog
