#pragma once
// The two streams of a crew: the log of record, and what happened. What they should be, and how
// far one that is there differs from that. Pure.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crew/bus.hpp"
#include "nats/stream.hpp"

namespace memory {

/// What the bus may take for an answer, while nobody waits for it.
inline constexpr std::chrono::seconds answer_time_max{5};

/// The log of record. Keeps everything: full, it refuses what is new.
inline constexpr const char* memory_stream = "MEMORY";

/// What happened, for whoever is interested. Forgets.
inline constexpr const char* events_stream = "SWARM_EVENTS";

/// The most that one message of either may have, headers included.
inline constexpr std::uint64_t message_bytes_max = 262'144;

/// MEMORY, then SWARM_EVENTS.
std::vector<nats::Stream> wanted_streams(const crew::StreamSettings& settings);

/// One line for each setting that differs, under JetStream's name for it: "max_age: 14 days wanted,
/// 7 days found". None: it is as wanted. A description is nobody's business but its author's.
std::vector<std::string> differences(const nats::Stream& wanted, const nats::StreamInfo& info);

/// "10 GiB", "1536 KiB", "1000 bytes"; "no limit" for 0.
std::string spelled_bytes(std::uint64_t bytes);

/// "14 days", "36 hours", "1 minute", "1500 ms"; "no limit" for 0.
std::string spelled_span(std::chrono::milliseconds span);

}  // namespace memory
