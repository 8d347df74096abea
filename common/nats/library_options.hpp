#pragma once
// Options as the client library takes them.

#include <nats/nats.h>

#include <memory>

#include "base/result.hpp"
#include "nats/options.hpp"

namespace nats {

using LibraryOptions = std::unique_ptr<natsOptions, decltype(&natsOptions_Destroy)>;

/// invalid: a file cannot be used; the message names it.
base::Result<LibraryOptions> library_options(const Options& options);

}  // namespace nats
