#pragma once
// HeldStream: a stream that holds on to what has to live as long as the reply: the place of a call
// in the admission, or what cancels it when the client is gone.

#include <functional>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "http_server/message.hpp"

namespace endpoint {

/// Does something when the client is gone, and at the latest when the reply is over, however it
/// ended: a client that does not read is not noticed otherwise.
class OnEnd {
 public:
  OnEnd(std::stop_token gone, const std::function<void()>& act)
      : act_(act), on_gone_(std::move(gone), act) {}

  ~OnEnd() { act_(); }

  OnEnd(const OnEnd&) = delete;
  OnEnd& operator=(const OnEnd&) = delete;

 private:
  const std::function<void()> act_;
  const std::stop_callback<std::function<void()>> on_gone_;
};

class HeldStream : public http_server::Stream {
 public:
  using Held = std::vector<std::shared_ptr<void>>;

  HeldStream(std::shared_ptr<http_server::Stream> stream, Held held)
      : held_(std::move(held)), stream_(std::move(stream)) {}

  std::optional<std::string> next() override {
    auto piece = stream_->next();
    if (!piece) held_.clear();
    return piece;
  }

  void close() override { stream_->close(); }

 private:
  Held held_;
  const std::shared_ptr<http_server::Stream> stream_;
};

}  // namespace endpoint
