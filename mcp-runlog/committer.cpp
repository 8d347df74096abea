#include "mcp-runlog/committer.hpp"

#include <exception>
#include <utility>

#include "base/format.hpp"

namespace runlog {

/// Whatever happens, those who wait must hear of it.
base::Result<std::vector<Added>> Committer::add(const std::vector<Delivery>& deliveries) {
  try {
    return store_.add({}, deliveries);
  } catch (const std::exception& failure) {
    return base::internal(base::format("events could not be stored: {}", failure.what()));
  }
}

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
    ++transactions_;
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
  const auto added = add(deliveries);
  const base::Lock lock(mutex_);
  for (std::size_t at = 0; at < batch.size(); ++at) {
    if (added)
      batch[at]->outcome = (*added)[at];
    else
      batch[at]->outcome = added.error();
  }
}

}  // namespace runlog
