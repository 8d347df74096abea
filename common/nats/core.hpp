#pragma once
// What callers, the two threads and the client library share, for as long as any of them needs it.

#include <string>

#include "nats/connection.hpp"
#include "nats/line.hpp"
#include "nats/options.hpp"
#include "nats/post.hpp"

namespace nats {

class Core final : public Listener {
 public:
  Core(const Options& given, base::Clock clock);

  const Options options;
  Line line;
  Post post;

  void received(Incoming message) override { post.received(std::move(message)); }

  void refused(std::string words) override;

  void closed(std::uint64_t connection, std::string why) override;

  /// Both threads end as soon as they can.
  void end();
};

}  // namespace nats
