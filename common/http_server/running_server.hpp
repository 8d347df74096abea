#pragma once
// The server behind http_server::start(): takes connections in and hands each to a thread.

#include <memory>

#include "base/result.hpp"
#include "http_server/message.hpp"
#include "http_server/server.hpp"

namespace http_server {

/// As start(). Throws what the standard library throws when memory or threads are short.
base::Result<std::unique_ptr<Server>> run(const Options& options, Handler& handler);

}  // namespace http_server
