#include "http_server/exchange.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "http_server/status.hpp"

namespace http_server {
namespace {

/// What chunks of a few bytes each cost beside the body itself.
std::size_t bytes_sent_max(std::size_t body_bytes_max) {
  constexpr std::size_t for_small_bodies = std::size_t{64} * 1024;
  return body_bytes_max * 2 + for_small_bodies;
}

}  // namespace

Exchange::Exchange(Surroundings& around, Head head) : around_(around), head_(std::move(head)) {
  // The library leaves it to chance where the request after a malformed chunk begins.
  closes_ = head_.wants_close || head_.chunked || head_.fault != 0;
  // In place of what cannot be read, it parses the simplest request there is.
  if (head_.fault != 0) head_ = {.request_line = "GET / HTTP/1.1", .fault = head_.fault};
}

std::string Exchange::front() const {
  const std::string length = head_.chunked ? "Transfer-Encoding: chunked"
                                           : base::format("Content-Length: {}", head_.body_bytes);
  return base::format("{}\r\n{}\r\n\r\n", head_.request_line, length);
}

void Exchange::understood(std::string method, std::string path) {
  understood_ = true;
  request_ = {.method = std::move(method),
              .path = std::move(path),
              .headers = std::move(head_.fields),
              .peer = around_.peer,
              .gone = around_.gone};
  if (request_.method == "HEAD" && head_.has_body()) head_.fault = status::bad_request;
}

std::optional<Reply> Exchange::reply_before_body() {
  if (head_.fault != 0) return last(around_.handler.unreadable(head_.fault));
  if (auto refusal = around_.handler.refuse(request_)) return last(*std::move(refusal));
  if (!head_.has_body()) return around_.handler.answer(request_);
  if (head_.expects_continue && !around_.wire.has_input()) {
    around_.wire.write("HTTP/1.1 100 Continue\r\n\r\n");
    around_.wire.flush();
  }
  const Options& options = around_.options;
  around_.wire.begin_body(bytes_sent_max(options.body_bytes_max),
                          std::chrono::steady_clock::now() + options.body_time_max);
  request_.body.reserve(head_.body_bytes);
  return std::nullopt;
}

bool Exchange::take_body(std::string_view piece) {
  const Options& options = around_.options;
  too_long_ = request_.body.size() + piece.size() > options.body_bytes_max;
  crowded_ = around_.all_bodies_bytes + piece.size() > options.all_bodies_bytes_max;
  if (too_long_ || crowded_) return false;
  request_.body += piece;
  around_.all_bodies_bytes += piece.size();
  return true;
}

Reply Exchange::reply_after_body(bool complete) {
  return complete ? around_.handler.answer(request_)
                  : last(around_.handler.unreadable(fault_of_body()));
}

int Exchange::fault_of_body() const {
  if (crowded_) return status::service_unavailable;
  const Wire::BodyFailure failure = around_.wire.body_failure();
  if (too_long_ || failure == Wire::BodyFailure::too_long) return status::content_too_large;
  return failure == Wire::BodyFailure::late ? status::request_timeout : status::bad_request;
}

Reply Exchange::reply_to_failure(std::string_view what) {
  base::log(base::LogLevel::error,
            base::format("{} {} failed: {}", request_.method, request_.path, what));
  return last(around_.handler.unreadable(status::internal_server_error));
}

void Exchange::begin_stream(std::shared_ptr<Stream> stream) {
  stream_ = std::move(stream);
  // A stream may stand for hours; the request was understood before it began.
  around_.all_bodies_bytes -= std::exchange(request_.body, {}).size();
  around_.stream.put(stream_);
}

Reply Exchange::last(Reply reply) {
  closes_ = true;
  return reply;
}

}  // namespace http_server
