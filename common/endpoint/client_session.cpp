#include "endpoint/client_session.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "endpoint/identity.hpp"

namespace endpoint {
namespace {

constexpr const char* unasked_stream = "unasked";

/// Clients of older revisions take every event for a message and stumble over an empty one.
bool knows_priming(const mcp::Session& session) {
  return session.legacy().version >= "2025-11-25";
}

}  // namespace

ClientSession::ClientSession(std::string id,
                             std::string principal,
                             std::chrono::milliseconds call_time_max)
    : id_(std::move(id)),
      principal_(std::move(principal)),
      unasked_(std::make_shared<EventLog>(unasked_stream)),
      session_(std::make_shared<mcp::Session>(unasked_, established(principal_), call_time_max)) {}

std::shared_ptr<EventLog> ClientSession::new_log() {
  return std::make_shared<EventLog>(base::format("{}", ++last_stream_), knows_priming(*session_));
}

void ClientSession::keep(const std::shared_ptr<EventLog>& log) {
  {
    const base::Lock lock(mutex_);
    kept_.push_back(log);
  }
  drop_ended(std::chrono::steady_clock::now());
}

std::shared_ptr<EventLog> ClientSession::find_log(std::string_view stream) const {
  if (stream == unasked_->id()) return unasked_;
  const base::Lock lock(mutex_);
  for (const auto& log : kept_) {
    if (log->id() == stream) return log;
  }
  return nullptr;
}

void ClientSession::end() {
  session_->stop_all();
  session_->agree_on_legacy({});  // hears of no changes any more
  unasked_->finish();
}

bool ClientSession::is_busy() const {
  return session_->in_flight() > 0 || unasked_->has_reader();
}

void ClientSession::drop_ended(Time now) {
  std::size_t ended = 0;
  std::size_t bytes = 0;
  const base::Lock lock(mutex_);
  // From the newest to the oldest: those beyond the limits are the old ones.
  const auto is_too_much = [&](const std::shared_ptr<EventLog>& log) {
    const auto end = log->finished_at();
    if (!end) return false;
    bytes += log->bytes();
    return ++ended > base::limits::ended_streams_kept_max ||
           bytes > base::limits::event_bytes_kept_max ||
           now - *end > base::limits::ended_stream_age_max;
  };
  std::reverse(kept_.begin(), kept_.end());
  std::erase_if(kept_, is_too_much);
  std::reverse(kept_.begin(), kept_.end());
}

}  // namespace endpoint
