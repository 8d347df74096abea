#pragma once
// Publications as messages, and answers as verdicts.

#include <memory>
#include <span>

#include "nats/bus.hpp"
#include "nats/post.hpp"
#include "nats/publication.hpp"

namespace nats {

/// As Bus::begin().
std::unique_ptr<Publishing> begin(Post& post,
                                  std::span<const Publication> publications,
                                  const Patience& patience);

/// As Bus::tell().
void tell(Post& post, std::span<const Publication> publications);

}  // namespace nats
