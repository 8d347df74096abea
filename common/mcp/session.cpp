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

Session::Legacy Session::legacy() const {
  const base::Lock lock(mutex_);
  return legacy_;
}

void Session::agree_on_legacy(std::string version,
                              std::shared_ptr<const json::Document> client_features,
                              std::shared_ptr<Subscription> subscription) {
  const base::Lock lock(mutex_);
  legacy_.version = std::move(version);
  legacy_.client_features = std::move(client_features);
  legacy_.subscription = std::move(subscription);
}

void Session::set_log_level(LogLevel level) {
  const base::Lock lock(mutex_);
  legacy_.log_level = level;
}

base::Result<std::shared_ptr<Call>> Session::begin(const rpc::Id& id,
                                                   RequestMeta meta,
                                                   std::size_t bytes,
                                                   std::shared_ptr<Sink> sink) {
  const auto deadline = std::chrono::steady_clock::now() + call_time_max_;
  if (!sink) sink = sink_;
  return admit({id, std::move(meta), std::move(sink), identity_, deadline, bytes, client_requests_},
               {});
}

base::Result<std::shared_ptr<Call>> Session::begin_standing(const rpc::Id& id,
                                                            RequestMeta meta,
                                                            std::shared_ptr<Sink> sink,
                                                            std::string farewell) {
  return admit({id, std::move(meta), std::move(sink), identity_}, std::move(farewell));
}

base::Result<std::shared_ptr<Call>> Session::admit(Call::Parts parts,
                                                   std::optional<std::string> farewell) {
  const base::Lock lock(mutex_);
  if (calls_.contains(parts.id))
    return base::conflict(base::format("id {} is still in flight", parts.id.json()));
  if (calls_.size() >= base::limits::requests_in_flight_max ||
      bytes_ + parts.bytes > base::limits::bytes_in_flight_max) {
    return base::busy(
        base::format("{} requests with {} bytes are in flight, at most {} with {} are allowed; "
                     "wait for answers, then send again",
                     calls_.size(),
                     bytes_,
                     base::limits::requests_in_flight_max,
                     base::limits::bytes_in_flight_max));
  }
  bytes_ += parts.bytes;
  auto call = std::make_shared<Call>(std::move(parts));
  calls_.emplace(call->id(), Entry{call, std::move(farewell)});
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
    call = found->second.call;
  }
  if (call->cancel()) forget(*call);
}

void Session::stop_all() {
  const auto calls = [&] {
    const base::Lock lock(mutex_);
    return calls_;
  }();
  for (const auto& [id, entry] : calls)
    entry.call->request_stop();
}

void Session::end_standing(bool also_cancelled) {
  const auto calls = [&] {
    const base::Lock lock(mutex_);
    return calls_;
  }();
  for (const auto& [id, entry] : calls) {
    if (!entry.farewell) continue;
    if (also_cancelled) {
      entry.call->send(rpc::notification(
          "notifications/cancelled",
          base::format(R"({{"requestId":{},"reason":"the server ends"}})", id.json())));
    }
    answer(*entry.call, *entry.farewell);
  }
}

std::size_t Session::in_flight() const {
  const base::Lock lock(mutex_);
  return calls_.size();
}

std::optional<Call::Deadline> Session::next_deadline() const {
  const base::Lock lock(mutex_);
  std::optional<Call::Deadline> next;
  for (const auto& [id, entry] : calls_) {
    if (!entry.farewell)
      next = std::min(next.value_or(entry.call->deadline()), entry.call->deadline());
  }
  return next;
}

void Session::expire(Call::Deadline now) {
  std::vector<std::shared_ptr<Call>> late;
  {
    const base::Lock lock(mutex_);
    for (const auto& [id, entry] : calls_) {
      if (entry.call->deadline() <= now) late.push_back(entry.call);
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
  if (found == calls_.end() || found->second.call.get() != &call) return;
  bytes_ -= call.bytes();
  calls_.erase(found);
}

}  // namespace mcp
