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

/// What a legacy client says that it can do; kept as long as its session.
inline constexpr std::size_t client_features_bytes_max = 16384;

/// Resources that one client may watch.
inline constexpr std::size_t watched_resources_max = 1000;

/// How long a client may take to answer what a request asked back: people are asked, but a stolen
/// request state should not be of use for long.
inline constexpr std::chrono::minutes request_state_age_max{10};

/// What a request may keep with its client between two rounds, before it is encoded.
inline constexpr std::size_t request_state_bytes_max = std::size_t{64} * 1024;

/// Two progress messages of one call are at least this far apart; those between are dropped.
inline constexpr std::chrono::milliseconds progress_interval_min{20};

/// Requests of one caller that a shared server works on at once; further ones get 429.
inline constexpr std::size_t calls_per_principal_max = 256;

/// Of all callers together; further ones get 503.
inline constexpr std::size_t calls_max = 1024;

/// Of these, calls that answer with a stream: each takes a thread and may wait for a person.
inline constexpr std::size_t streamed_calls_per_principal_max = 16;
inline constexpr std::size_t streamed_calls_max = 64;

/// Bytes of the requests that a shared server works on, of one caller and of all.
inline constexpr std::size_t principal_bytes_in_flight_max = std::size_t{64} * 1024 * 1024;
inline constexpr std::size_t server_bytes_in_flight_max = std::size_t{256} * 1024 * 1024;

/// Streams that one caller may hold open, and all callers together.
inline constexpr std::size_t streams_per_principal_max = 256;
inline constexpr std::size_t streams_max = 2048;

/// Legacy HTTP sessions of one caller, and of all; the one that was idle longest makes room.
inline constexpr std::size_t sessions_per_principal_max = 256;
inline constexpr std::size_t sessions_max = 4096;

/// A legacy HTTP session that nobody uses for so long is over.
inline constexpr std::chrono::minutes session_idle_max{60};

/// How often a shared server looks for calls whose time is over and for idle sessions.
inline constexpr std::chrono::milliseconds housekeeping_interval{100};

/// A silent stream gets a comment this often, so that proxies between do not give it up.
inline constexpr std::chrono::seconds stream_comment_interval{15};

/// What a client may ask for again after its connection broke: events and bytes of one stream, and
/// streams of one session.
inline constexpr std::size_t events_kept_max = 1000;
inline constexpr std::size_t event_bytes_kept_max = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t ended_streams_kept_max = 16;

/// How long a stream that has ended is kept for a client that did not get all of it.
inline constexpr std::chrono::minutes ended_stream_age_max{2};

}  // namespace base::limits
