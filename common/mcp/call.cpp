#include "mcp/call.hpp"

#include "base/format.hpp"
#include "base/limits.hpp"
#include "json/writer.hpp"

namespace mcp {

base::Result<json::Document> Call::request(std::string_view method, std::string_view params_json) {
  if (parts_.meta.era == Era::modern || !parts_.client_requests) {
    return base::invalid(base::format(
        "{} needs a client of protocol {} or older; later ones are asked through rounds",
        method,
        legacy_versions.front()));
  }
  // By send(), as nothing may leave after the answer.
  const auto sender = [this](std::string_view message) { send(message); };
  return parts_.client_requests->ask(sender, method, params_json, stop_.get_token());
}

void Call::let_reconnect(std::chrono::milliseconds retry_after) {
  parts_.sink->let_reconnect(retry_after);
}

void Call::send(std::string_view message) {
  const base::Lock lock(mutex_);
  if (!ended_) parts_.sink->send(message);
}

void Call::progress(double done, std::optional<double> total, std::string_view message) {
  if (parts_.meta.progress_token.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  const bool last = total && done >= *total;
  const base::Lock lock(mutex_);
  if (ended_ || (last_progress_ && done <= *last_progress_)) return;
  if (!last && now < next_progress_) return;
  last_progress_ = done;
  next_progress_ = now + base::limits::progress_interval_min;
  json::Writer params;
  params.begin_object()
      .key("progressToken")
      .raw(parts_.meta.progress_token)
      .key("progress")
      .number(done);
  if (total) params.key("total").number(*total);
  if (!message.empty()) params.member("message", message);
  parts_.sink->send(rpc::notification("notifications/progress", params.end_object().str()));
}

void Call::log(LogLevel level, std::string_view logger, std::string_view message) {
  if (!parts_.meta.log_level || level < *parts_.meta.log_level) return;
  json::Writer params;
  params.begin_object().member("level", log_level_names[static_cast<std::size_t>(level)]);
  params.member("logger", logger).member("data", message).end_object();
  send(rpc::notification("notifications/message", params.str()));
}

bool Call::has_ended() {
  const base::Lock lock(mutex_);
  return ended_;
}

bool Call::finish(std::string_view message, const std::function<void()>& before_sending) {
  const base::Lock lock(mutex_);
  if (ended_) return false;
  ended_ = true;
  before_sending();
  parts_.sink->send(message);
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
