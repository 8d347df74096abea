#include "mcp/call.hpp"

#include "base/limits.hpp"
#include "json/writer.hpp"

namespace mcp {

Call::Call(rpc::Id id,
           RequestMeta meta,
           std::shared_ptr<Sink> sink,
           Identity identity,
           Deadline deadline,
           std::size_t bytes)
    : id_(std::move(id)),
      meta_(std::move(meta)),
      sink_(std::move(sink)),
      identity_(std::move(identity)),
      deadline_(deadline),
      bytes_(bytes) {}

void Call::progress(double done, std::optional<double> total, std::string_view message) {
  if (meta_.progress_token.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  const bool last = total && done >= *total;
  const base::Lock lock(mutex_);
  if (ended_ || (last_progress_ && done <= *last_progress_)) return;
  if (!last && now < next_progress_) return;
  last_progress_ = done;
  next_progress_ = now + base::limits::progress_interval_min;
  json::Writer params;
  params.begin_object().key("progressToken").raw(meta_.progress_token).key("progress").number(done);
  if (total) params.key("total").number(*total);
  if (!message.empty()) params.member("message", message);
  sink_->send(rpc::notification("notifications/progress", params.end_object().str()));
}

void Call::log(LogLevel level, std::string_view logger, std::string_view message) {
  if (!meta_.log_level || level < *meta_.log_level) return;
  json::Writer params;
  params.begin_object().member("level", log_level_names[static_cast<std::size_t>(level)]);
  params.member("logger", logger).member("data", message).end_object();
  const base::Lock lock(mutex_);
  if (!ended_) sink_->send(rpc::notification("notifications/message", params.str()));
}

bool Call::finish(std::string_view message, const std::function<void()>& before_sending) {
  const base::Lock lock(mutex_);
  if (ended_) return false;
  ended_ = true;
  before_sending();
  sink_->send(message);
  return true;
}

bool Call::cancel() {
  {
    const base::Lock lock(mutex_);
    if (ended_) return false;
    ended_ = true;
  }
  stop_.request_stop();
  return true;
}

}  // namespace mcp
