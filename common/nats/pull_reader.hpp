#pragma once
// The reader behind Bus::read(): a consumer of its own at the server, which is asked for more
// before what it sent is used up.

#include <memory>

#include "base/result.hpp"
#include "nats/core.hpp"
#include "nats/reader.hpp"

namespace nats {

base::Result<std::unique_ptr<Reader>> pull_reader(const std::shared_ptr<Core>& core,
                                                  const ReadFrom& from,
                                                  const Patience& patience);

}  // namespace nats
