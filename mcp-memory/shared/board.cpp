#include "mcp-memory/shared/board.hpp"

namespace memory {
namespace {

/// Refusals are told to those who wait; nobody asks for old ones.
constexpr std::size_t refusals_max = 1000;

}  // namespace

void Board::tell() {
  ++news_;
  told_.notify_all();
}

void Board::note_reading(const Reading& reading) {
  const base::Lock lock(mutex_);
  reading_ = reading;
  tell();
}

Board::Reading Board::reading() {
  const base::Lock lock(mutex_);
  return reading_;
}

void Board::note_lost() {
  const base::Lock lock(mutex_);
  reading_.is_current = false;
  tell();
}

void Board::note_trouble(const std::string& trouble) {
  const base::Lock lock(mutex_);
  trouble_ = trouble;
  tell();
}

std::string Board::trouble() {
  const base::Lock lock(mutex_);
  return trouble_;
}

void Board::note_undelivered(const std::string& why) {
  const base::Lock lock(mutex_);
  if (undelivered_ == why) return;
  undelivered_ = why;
  tell();
}

std::string Board::undelivered() {
  const base::Lock lock(mutex_);
  return undelivered_;
}

void Board::note_refused(const std::string& change_id, const std::string& reason) {
  const base::Lock lock(mutex_);
  if (reason.empty()) {
    if (refusals_.erase(change_id) == 0) return;
  } else {
    if (refusals_.size() >= refusals_max) refusals_.clear();
    refusals_[change_id] = reason;
  }
  tell();
}

std::optional<std::string> Board::refusal_of(const std::string& change_id) {
  const base::Lock lock(mutex_);
  const auto found = refusals_.find(change_id);
  if (found == refusals_.end()) return std::nullopt;
  return found->second;
}

void Board::nudge() {
  const base::Lock lock(mutex_);
  nudged_ = true;
  tell();
}

void Board::wait_nudged(const std::stop_token& stop, std::chrono::milliseconds longest) {
  const base::Lock lock(mutex_);
  told_.wait_for(mutex_, stop, longest, [this]() REQUIRES(mutex_) { return nudged_; });
  nudged_ = false;
}

void Board::wait_news(const std::stop_token& stop, std::chrono::milliseconds longest) {
  const base::Lock lock(mutex_);
  const std::uint64_t seen = news_;
  told_.wait_for(mutex_, stop, longest, [&]() REQUIRES(mutex_) { return news_ != seen; });
}

}  // namespace memory
