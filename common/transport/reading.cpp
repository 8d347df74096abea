#include "transport/reading.hpp"

#include <poll.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"

namespace transport {
namespace {

int wait_ms_until(std::optional<mcp::Call::Deadline> deadline) {
  if (!deadline) return -1;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

void refuse_long_line(mcp::Session& session) {
  const rpc::Error error{
      rpc::ErrorCode::invalid_request,
      base::format("message refused: longer than {} bytes", base::limits::message_bytes_max)};
  session.sink()->send(rpc::error_response(std::nullopt, error));
}

}  // namespace

Reading::Reading(int input,
                 const mcp::Dispatcher& dispatcher,
                 std::shared_ptr<mcp::Session> session,
                 WorkerPool& pool,
                 const Wakeup& over)
    : dispatcher_(dispatcher),
      session_(std::move(session)),
      pool_(pool),
      over_(over),
      reader_(input, stop_.fd(), base::limits::message_bytes_max) {}

bool Reading::start() {
  return pool_.submit([this] { read_on(); }, mcp::JobKind::reads);
}

void Reading::stop() {
  stopping_ = true;
  stop_.signal();
}

bool Reading::wait_ended(std::chrono::milliseconds time_max) const {
  pollfd ended{ended_.fd(), POLLIN, 0};
  return ::poll(&ended, 1, static_cast<int>(time_max.count())) == 1;
}

/// Until the end, or until another thread reads on.
void Reading::read_on() {
  bool at_end = false;
  while (!at_end && !stopping_) {
    session_->expire(std::chrono::steady_clock::now());
    switch (reader_.next(wait_ms_until(session_->next_deadline()))) {
      case LineReader::Event::end:
        at_end = true;
        break;
      case LineReader::Event::too_long:
        refuse_long_line(*session_);
        break;
      case LineReader::Event::waited:
        break;
      case LineReader::Event::line:
        if (const auto job = take(reader_.line())) {
          job->run();
          pool_.finish(job->kind);
          return;
        }
        break;
    }
  }
  ended_.signal();
  over_.signal();
}

/// Gives what this thread is to run, now that another one reads on; nothing if it reads on itself.
/// The last catch of whoever reads: what is left to fail here is memory, and the next message may
/// be smaller.
std::optional<mcp::Job> Reading::take(std::string_view line) {
  try {
    auto job = dispatcher_.accept(line, session_).job;
    if (!job || pool_.hand_over([this] { read_on(); }, job->kind)) return job;
    if (!pool_.submit(std::move(job->run), job->kind)) job->refuse();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::error, base::format("a message was dropped: {}", error.what()));
  }
  return std::nullopt;
}

}  // namespace transport
