#pragma once
// One request and its reply, in the steps that the HTTP library goes through. Knows what is decided
// when; how bytes are read and written is the library's.

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "http_server/head.hpp"
#include "http_server/message.hpp"
#include "http_server/server.hpp"
#include "http_server/stream_slot.hpp"
#include "http_server/wire.hpp"

namespace http_server {

/// What requests of one connection have in common. Everything outlives them.
struct Surroundings {
  const Options& options;
  Handler& handler;
  Wire& wire;
  StreamSlot& stream;
  std::string peer;
  std::stop_token gone;
  const std::atomic<bool>& stopped;            ///< no further request is wanted
  std::atomic<std::size_t>& all_bodies_bytes;  ///< of this and all other connections
};

class Exchange {
 public:
  Exchange(Surroundings& around, Head head);

  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  ~Exchange() { around_.all_bodies_bytes -= request_.body.size(); }

  /// The bytes that the library is to parse: of the fields it sees only the one that delimits the
  /// body.
  std::string front() const;

  /// The library has understood the request line. Never called if it has not.
  void understood(std::string method, std::string path);

  bool is_understood() const { return understood_; }

  const std::string& method() const { return request_.method; }

  const Head& head() const { return head_; }

  /// The reply to a request that is refused or has no body. Nothing: the body is to be read.
  std::optional<Reply> reply_before_body();

  /// False: the body is too long, or there is no room for it now.
  bool take_body(std::string_view piece);

  /// `complete`: all of it was taken.
  Reply reply_after_body(bool complete);

  Reply reply_to_failure(std::string_view what);

  /// What is written may be sent, then the next piece of the stream is waited for.
  bool flush() { return around_.wire.flush(); }

  std::optional<std::string> next_piece() { return stream_->next(); }

  void begin_stream(std::shared_ptr<Stream> stream);

  /// No request can follow on this connection.
  bool closes() const { return closes_ || around_.stopped; }

 private:
  Reply last(Reply reply);
  int fault_of_body() const;

  Surroundings& around_;
  Head head_;
  Request request_;
  std::shared_ptr<Stream> stream_;
  bool understood_ = false;
  bool too_long_ = false;
  bool crowded_ = false;
  bool closes_ = false;
};

}  // namespace http_server
