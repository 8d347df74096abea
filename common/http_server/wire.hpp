#pragma once
// What one connection has received and not yet used, and what it has to send and not yet sent.
// Heads and bodies are read within limits; a reply goes out in as few packets as possible. Used by
// one thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "http_server/channel.hpp"

namespace http_server {

class Wire {
 public:
  Wire(Channel& channel, std::chrono::milliseconds write_time_max)
      : channel_(channel), write_time_max_(write_time_max) {}

  /// Until the first byte of a request is there.
  Transfer wait(Deadline deadline);

  bool has_input() const { return used_ < input_.size(); }

  enum class HeadRead { done, ended, late, too_long, no_http };

  /// Takes a request line and header fields, up to the empty line (without it), into `head`.
  HeadRead read_head(std::string& head, std::size_t bytes_max, Deadline deadline);

  /// What read() gives from here on: first `front`, which the peer did not send, then at most
  /// `bytes_max` of what it sends until the deadline.
  void begin_message(std::string front);
  void begin_body(std::size_t bytes_max, Deadline deadline);

  /// At most `size` bytes; -1 where none can be had, body_failure() tells why.
  ssize_t read(char* to, std::size_t size);

  enum class BodyFailure { none, ended, late, too_long };

  BodyFailure body_failure() const { return body_failure_; }

  /// Collects; false if a write has failed, now or earlier.
  bool write(std::string_view bytes);
  bool flush();

  /// Forgets what was collected.
  void discard_output() { output_.clear(); }

  /// Gives memory back that a large message took.
  void shrink();

  /// Reads and forgets, so that closing does not reset the connection before the peer has read the
  /// reply.
  void drain(std::size_t bytes_max, Deadline deadline);

 private:
  ssize_t fail(BodyFailure failure);

  Channel& channel_;
  const std::chrono::milliseconds write_time_max_;
  std::string input_;
  std::size_t used_ = 0;  ///< bytes of input_ that were taken
  std::string front_;
  std::size_t front_used_ = 0;
  std::size_t body_bytes_left_ = 0;
  Deadline body_deadline_ = {};
  BodyFailure body_failure_ = BodyFailure::none;
  std::string output_;
  bool broken_ = false;
};

}  // namespace http_server
