#pragma once
// Streams in the JSON of the server.

#include <string>

#include "base/result.hpp"
#include "json/document.hpp"
#include "nats/stream.hpp"

namespace nats {

std::string stream_json(const Stream& stream);

/// Of an answer that describes a stream.
StreamInfo stream_info(json::View answer);

}  // namespace nats
