#include "mcp/session.hpp"

#include <algorithm>
#include <vector>

#include "base/format.hpp"
#include "base/limits.hpp"

namespace mcp {

Session::Session(std::shared_ptr<Sink> sink,
                 Identity identity,
                 std::chrono::milliseconds call_time_max)
    : sink_(std::move(sink)), identity_(std::move(identity)), call_time_max_(call_time_max) {}

std::string Session::legacy_version() const {
  const base::Lock lock(mutex_);
  return legacy_version_;
}

void Session::agree_on_legacy(std::string version) {
  const base::Lock lock(mutex_);
  legacy_version_ = std::move(version);
}

LogLevel Session::log_level() const {
  const base::Lock lock(mutex_);
  return log_level_;
}

void Session::set_log_level(LogLevel level) {
  const base::Lock lock(mutex_);
  log_level_ = level;
}

base::Result<std::shared_ptr<Call>> Session::begin(const rpc::Id& id,
                                                   RequestMeta meta,
                                                   std::size_t bytes) {
  const auto deadline = std::chrono::steady_clock::now() + call_time_max_;
  const base::Lock lock(mutex_);
  if (calls_.contains(id))
    return base::conflict(base::format("id {} is still in flight", id.json()));
  if (calls_.size() >= base::limits::requests_in_flight_max ||
      bytes_ + bytes > base::limits::bytes_in_flight_max) {
    return base::busy(
        base::format("{} requests with {} bytes are in flight, at most {} with {} are allowed; "
                     "wait for answers, then send again",
                     calls_.size(),
                     bytes_,
                     base::limits::requests_in_flight_max,
                     base::limits::bytes_in_flight_max));
  }
  auto call = std::make_shared<Call>(id, std::move(meta), sink_, identity_, deadline, bytes);
  calls_.emplace(id, call);
  bytes_ += bytes;
  return call;
}

void Session::answer(Call& call, std::string_view message) {
  call.finish(message, [&] { forget(call); });
}

void Session::cancel(const rpc::Id& id) {
  std::shared_ptr<Call> call;
  {
    const base::Lock lock(mutex_);
    const auto found = calls_.find(id);
    if (found == calls_.end()) return;
    call = found->second;
  }
  if (call->cancel()) forget(*call);
}

void Session::stop_all() {
  std::map<rpc::Id, std::shared_ptr<Call>> calls;
  {
    const base::Lock lock(mutex_);
    calls = calls_;
  }
  for (const auto& [id, call] : calls)
    call->request_stop();
}

std::size_t Session::in_flight() const {
  const base::Lock lock(mutex_);
  return calls_.size();
}

std::optional<Call::Deadline> Session::next_deadline() const {
  const base::Lock lock(mutex_);
  std::optional<Call::Deadline> next;
  for (const auto& [id, call] : calls_)
    next = std::min(next.value_or(call->deadline()), call->deadline());
  return next;
}

void Session::expire(Call::Deadline now) {
  std::vector<std::shared_ptr<Call>> late;
  {
    const base::Lock lock(mutex_);
    for (const auto& [id, call] : calls_) {
      if (call->deadline() <= now) late.push_back(call);
    }
  }
  for (const auto& call : late) {
    const auto seconds = std::chrono::duration<double>(call_time_max_).count();
    const rpc::Error error{
        rpc::ErrorCode::timed_out,
        base::format("stopped after {} s, the time limit of one call; ask for less at once",
                     seconds)};
    answer(*call, rpc::error_response(call->id(), error));
    call->request_stop();
  }
}

void Session::forget(const Call& call) {
  const base::Lock lock(mutex_);
  const auto found = calls_.find(call.id());
  if (found == calls_.end() || found->second.get() != &call) return;
  bytes_ -= call.bytes();
  calls_.erase(found);
}

}  // namespace mcp
