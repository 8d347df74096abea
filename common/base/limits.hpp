#pragma once
// Every limit of the shared library in one place: unit last in the name, the reason above.

#include <chrono>
#include <cstddef>

namespace base::limits {

/// One JSON-RPC message. The official Go SDK's default; a larger reply would not fit a model
/// anyway.
inline constexpr std::size_t message_bytes_max = std::size_t{4} * 1024 * 1024;

/// Nesting of one message. Deeper text is an attack on recursive code, not a request.
inline constexpr std::size_t json_depth_max = 64;

/// Members of one JSON object. Member lookup is linear, so this bounds the cost of hostile input.
inline constexpr std::size_t json_members_max = 1024;

/// Values in one message. A short list entry takes two bytes of text and thirty of memory.
inline constexpr std::size_t json_values_max = 200'000;

/// Requests of one connection that are accepted and not yet answered.
inline constexpr std::size_t requests_in_flight_max = 256;

/// Their text, all together.
inline constexpr std::size_t bytes_in_flight_max = std::size_t{64} * 1024 * 1024;

/// Threads that run tool calls, per server. Calls mostly wait for the disk, so more than the cores.
inline constexpr std::size_t worker_threads_max = 8;

/// Of these, so many at once run calls that change something: those may all wait for one lock.
inline constexpr std::size_t changing_threads_max = 4;

/// How long one call may take unless the operator says otherwise.
inline constexpr std::chrono::seconds call_time_max{60};

/// What a stdio server may still spend on calls in flight once it was told to end. Launchers send
/// SIGKILL after about 0.4 s.
inline constexpr std::chrono::milliseconds shutdown_drain_max{250};

/// Entries on one page of tools/list, resources/list and the like.
inline constexpr std::size_t page_entries_max = 100;

/// Values in one completion/complete reply (specification: 100).
inline constexpr std::size_t completion_values_max = 100;

/// Two progress messages of one call are at least this far apart; those between are dropped.
inline constexpr std::chrono::milliseconds progress_interval_min{20};

}  // namespace base::limits
