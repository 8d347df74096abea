#pragma once
// Requests of the server to its client, such as sampling/createMessage: only the legacy revisions
// have them, one table for each connection. Thread-safe.

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "rpc/message.hpp"

namespace mcp {

class ClientRequests {
 public:
  /// Sends a request and waits for its answer, the whole message: what was asked for is its
  /// `result`. unavailable: the client answered with an error. stopped: `stop` came first.
  base::Result<json::Document> ask(const std::function<void(std::string_view)>& send,
                                   std::string_view method,
                                   std::string_view params_json,
                                   const std::stop_token& stop);

  /// Takes an answer; one that nobody waits for is dropped. `message` must hold a Response.
  void take(rpc::Message message);

 private:
  /// Waits for the answer; none if `stop` comes first.
  std::optional<rpc::Message> answer_to(const rpc::Id& id, const std::stop_token& stop);

  base::Mutex mutex_;
  base::Condition came_;
  std::int64_t last_id_ GUARDED_BY(mutex_) = 0;
  std::map<rpc::Id, std::optional<rpc::Message>> waiting_ GUARDED_BY(mutex_);
};

}  // namespace mcp
