#include "nats/taken.hpp"

namespace nats {

void Taken::add(std::span<const Delivered> messages, TimePoint now) {
  forget_old(now);
  for (const Delivered& one : messages)
    by_sequence_[one.message.sequence] = {one.acknowledgement, now};
}

void Taken::acknowledged(const Delivered& message) {
  by_sequence_.erase(message.message.sequence);
}

std::vector<std::string> Taken::take_all(TimePoint now) {
  forget_old(now);
  std::vector<std::string> subjects;
  subjects.reserve(by_sequence_.size());
  for (auto& [sequence, one] : by_sequence_)
    subjects.push_back(std::move(one.acknowledgement));
  by_sequence_.clear();
  return subjects;
}

void Taken::forget_old(TimePoint now) {
  std::erase_if(by_sequence_,
                [&](const auto& entry) { return now - entry.second.since >= ack_wait_; });
}

}  // namespace nats
