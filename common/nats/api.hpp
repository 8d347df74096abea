#pragma once
// Questions to JetStream: JSON over subjects. One place turns what went wrong into an Error.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "json/document.hpp"
#include "nats/batch.hpp"
#include "nats/bus.hpp"
#include "nats/post.hpp"

namespace nats {

/// One request, whatever the kind of its answer.
Answer ask_one(Post& post, Outgoing message, const Patience& patience);

/// Asks $JS.API.`what`. The answer holds no error.
base::Result<json::Document> ask_api(Post& post,
                                     const std::string& what,
                                     std::string payload,
                                     const Patience& patience);

/// Of an answer that is no reply. `subject` is what was asked.
base::Error error_of(const Answer& answer, std::string_view subject, const Patience& patience);

/// The server's error in its own numbers (err_code) and words.
base::Error api_error(std::int64_t number, std::string_view words);

/// True if api_error() made this error of that number.
bool has_code(const base::Error& error, std::int64_t number);

/// Numbers of errors, as the server's source lists them (server/errors.json).
namespace code {
inline constexpr std::int64_t cluster_not_leader = 10009;
inline constexpr std::int64_t cluster_not_available = 10008;
inline constexpr std::int64_t consumer_name_taken = 10013;
inline constexpr std::int64_t consumer_not_found = 10014;
inline constexpr std::int64_t insufficient_resources = 10023;
inline constexpr std::int64_t memory_exceeded = 10028;
inline constexpr std::int64_t no_account = 10035;
inline constexpr std::int64_t no_message = 10037;
inline constexpr std::int64_t not_enabled_for_account = 10039;
inline constexpr std::int64_t sequence_not_found = 10043;
inline constexpr std::int64_t storage_exceeded = 10047;
inline constexpr std::int64_t invalid_config = 10052;
inline constexpr std::int64_t message_too_large = 10054;
inline constexpr std::int64_t delete_failed = 10057;
inline constexpr std::int64_t name_taken = 10058;
inline constexpr std::int64_t stream_not_found = 10059;
inline constexpr std::int64_t other_stream = 10060;
inline constexpr std::int64_t subjects_overlap = 10065;
inline constexpr std::int64_t wrong_last_sequence = 10071;
inline constexpr std::int64_t not_enabled = 10076;
inline constexpr std::int64_t store_failed = 10077;
inline constexpr std::int64_t consumer_is_other = 10148;             // from 2.10
inline constexpr std::int64_t wrong_last_sequence_constant = 10164;  // from 2.12
}  // namespace code

/// Members of objects that may lack them or have another kind there.
std::string text_in(json::View object, std::string_view name);
std::uint64_t count_in(json::View object, std::string_view name);
bool flag_in(json::View object, std::string_view name);

/// 0001-01-01 and other times that do not fit give the epoch.
base::Instant instant_in(json::View object, std::string_view name);

/// RFC 3339 with up to nine digits of a second, cut to milliseconds.
base::Instant instant_of(std::string_view rfc3339);

}  // namespace nats
