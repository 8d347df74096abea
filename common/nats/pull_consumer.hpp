#pragma once
// The consumer behind Bus::consume(). It asks the server for what it hands on and no further: what
// lay here would be kept from the other processes of its durable name.

#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "nats/consumer.hpp"
#include "nats/core.hpp"

namespace nats {

base::Result<std::unique_ptr<Consumer>> pull_consumer(const std::shared_ptr<Core>& core,
                                                      const ConsumeFrom& from,
                                                      const Patience& patience);

/// Nothing if the stream has none of that name.
base::Result<std::optional<ConsumerStanding>> standing_of(Post& post,
                                                          const std::string& stream,
                                                          const std::string& durable,
                                                          const Patience& patience);

}  // namespace nats
