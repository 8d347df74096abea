#include "mcp/client_requests.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"

namespace mcp {

base::Result<json::Document> ClientRequests::ask(const std::function<void(std::string_view)>& send,
                                                 std::string_view method,
                                                 std::string_view params_json,
                                                 const std::stop_token& stop) {
  const rpc::Id id = [&] {
    const base::Lock lock(mutex_);
    // Text, so that it is never mistaken for an id of the client's own.
    rpc::Id next(base::format("server-{}", ++last_id_));
    waiting_.emplace(next, std::nullopt);
    return next;
  }();
  send(rpc::request(id, method, params_json));
  auto answer = answer_to(id, stop);
  if (!answer) return base::stopped(base::format("nobody waits for {} any more", method));
  const json::View error = std::get<rpc::Response>(answer->body).error;
  if (!error.is(json::Kind::absent)) {
    return base::unavailable(
        base::format("the client refused {}: {}", method, base::shortened(error.dump(), 300)));
  }
  return std::move(answer->document);
}

void ClientRequests::take(rpc::Message message) {
  const auto& id = std::get<rpc::Response>(message.body).id;
  if (!id) return;
  const base::Lock lock(mutex_);
  const auto found = waiting_.find(*id);
  if (found == waiting_.end() || found->second) return;
  found->second = std::move(message);
  came_.notify_all();
}

std::optional<rpc::Message> ClientRequests::answer_to(const rpc::Id& id,
                                                      const std::stop_token& stop) {
  // Runs in this thread if the stop came before: so the mutex must not be held here.
  const std::stop_callback wake(stop, [this] {
    const base::Lock lock(mutex_);
    came_.notify_all();
  });
  const base::Lock lock(mutex_);
  const auto entry = waiting_.find(id);
  while (!entry->second && !stop.stop_requested())
    came_.wait(mutex_);
  auto answer = std::move(entry->second);
  waiting_.erase(entry);
  return answer;
}

}  // namespace mcp
