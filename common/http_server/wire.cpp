#include "http_server/wire.hpp"

#include <algorithm>
#include <cstring>

namespace http_server {
namespace {

constexpr std::size_t output_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t idle_bytes_max = std::size_t{16} * 1024;

void shrink_text(std::string& text) {
  if (text.empty() && text.capacity() > idle_bytes_max) std::string().swap(text);
}

std::size_t empty_lines_bytes(std::string_view text) {
  std::size_t bytes = 0;
  while (text.substr(bytes).starts_with("\r\n"))
    bytes += 2;
  return bytes;
}

}  // namespace

Transfer Wire::wait(Deadline deadline) {
  if (has_input()) return Transfer::done;
  input_.clear();
  used_ = 0;
  return channel_.read(input_, deadline);
}

Wire::HeadRead Wire::read_head(std::string& head, std::size_t bytes_max, Deadline deadline) {
  constexpr std::string_view end_of_head = "\r\n\r\n";
  input_.erase(0, used_);
  used_ = 0;
  std::size_t searched = 0;
  for (;;) {
    // RFC 9112, 2.2: empty lines before a request are to be ignored.
    if (searched == 0) input_.erase(0, empty_lines_bytes(input_));
    // Methods are upper case; the first byte tells a TLS hello and most other strangers.
    const char first = input_.empty() ? 'A' : input_.front();
    if (first != '\r' && (first < 'A' || first > 'Z')) return HeadRead::no_http;
    const std::size_t end = input_.find(end_of_head, searched);
    if (std::min(end, input_.size()) > bytes_max) return HeadRead::too_long;
    if (end != std::string::npos) {
      head.assign(input_, 0, end + 2);
      used_ = end + end_of_head.size();
      return HeadRead::done;
    }
    searched = input_.size() < end_of_head.size() ? 0 : input_.size() - (end_of_head.size() - 1);
    const Transfer read = channel_.read(input_, deadline);
    if (read != Transfer::done) return read == Transfer::late ? HeadRead::late : HeadRead::ended;
  }
}

void Wire::begin_message(std::string front) {
  front_ = std::move(front);
  front_used_ = 0;
  body_bytes_left_ = 0;
  body_failure_ = BodyFailure::none;
}

void Wire::begin_body(std::size_t bytes_max, Deadline deadline) {
  body_bytes_left_ = bytes_max;
  body_deadline_ = deadline;
}

ssize_t Wire::read(char* to, std::size_t size) {
  const bool in_front = front_used_ < front_.size();
  if (!in_front) {
    if (body_bytes_left_ == 0) return fail(BodyFailure::too_long);
    const Transfer waited = wait(body_deadline_);
    if (waited != Transfer::done) {
      return fail(waited == Transfer::late ? BodyFailure::late : BodyFailure::ended);
    }
    size = std::min(size, body_bytes_left_);
  }
  const std::string& source = in_front ? front_ : input_;
  std::size_t& used = in_front ? front_used_ : used_;
  size = std::min(size, source.size() - used);
  std::memcpy(to, source.data() + used, size);
  used += size;
  if (!in_front) body_bytes_left_ -= size;
  return static_cast<ssize_t>(size);
}

ssize_t Wire::fail(BodyFailure failure) {
  body_failure_ = failure;
  return -1;
}

bool Wire::write(std::string_view bytes) {
  if (broken_) return false;
  if (output_.size() + bytes.size() > output_bytes_max && !flush()) return false;
  if (bytes.size() <= output_bytes_max) {
    output_ += bytes;
    return true;
  }
  broken_ =
      channel_.write(bytes, std::chrono::steady_clock::now() + write_time_max_) != Transfer::done;
  return !broken_;
}

bool Wire::flush() {
  if (broken_) return false;
  if (output_.empty()) return true;
  broken_ =
      channel_.write(output_, std::chrono::steady_clock::now() + write_time_max_) != Transfer::done;
  output_.clear();
  return !broken_;
}

void Wire::shrink() {
  if (!has_input()) {
    input_.clear();
    used_ = 0;
  }
  shrink_text(input_);
  shrink_text(output_);
}

void Wire::drain(std::size_t bytes_max, Deadline deadline) {
  std::size_t read = 0;
  do {
    read += input_.size();
    input_.clear();
    used_ = 0;
  } while (read <= bytes_max && channel_.read(input_, deadline) == Transfer::done);
}

}  // namespace http_server
