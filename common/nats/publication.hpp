#pragma once
// What is written to a stream, and what became of it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "nats/message.hpp"

namespace nats {

struct Publication {
  std::string subject;
  std::string payload = {};
  Headers headers = {};
  /// A second message of this id is not stored (within the stream's duplicate window). The id
  /// counts for the whole stream, whatever the subject: make it unique in the world.
  std::string message_id = {};
  std::string stream = {};  ///< the one that must take it; empty: whichever listens
  /// The sequence that the last message of this subject must have; 0: there must be none. A retry
  /// of what was stored gives stored_before or not_last: servers differ in what they look at first.
  std::optional<std::uint64_t> after = {};
};

enum class Verdict {
  stored,
  stored_before,  ///< a message of this id was there; see Published::sequence
  not_sent,       ///< certainly not stored: there was no connection, or no time
  unanswered,     ///< stored or not; ask again with the same message id
  forbidden,      ///< this user may not publish to this subject
  no_stream,      ///< no stream takes this subject, or JetStream is off
  other_stream,   ///< another stream than the expected one takes this subject
  not_last,       ///< `after` does not hold
  too_large,      ///< over the server's or the stream's limit for one message
  full,           ///< the stream or the disk has no room, and the stream keeps what it has
  failed          ///< the server's words are in Published::detail
};

struct Published {
  Verdict verdict = Verdict::not_sent;
  /// Of the stored message. After stored_before it is that of the first message with this id, which
  /// may lie on another subject with other content: the server does not compare. Bus::at() shows
  /// which one it is.
  std::uint64_t sequence = 0;
  std::string detail = {};  ///< why not, in words; empty when stored
};

/// invalid: a subject that is none, or text that cannot stand in a header. Such a publication is
/// not sent and counts as failed.
base::Result<void> check(const Publication& publication);

/// "stored", "not sent", ...: for messages.
std::string_view spelled(Verdict verdict);

}  // namespace nats
