#pragma once
// Which version a server is. The client library does not tell, but the server does, in the first
// line it sends to anybody, before TLS.

#include <chrono>
#include <string>

namespace nats {

/// Empty if the server does not say so within that time. Opens a connection of its own.
std::string version_of(const std::string& address, std::chrono::milliseconds time_max);

}  // namespace nats
