#pragma once
// Messages of the log of record: how a change becomes one, and which ones count. Described in
// docs/formats/memory-log.md.
//
//   memory.<project>.<type>.<agent>.<id>      one message for each change, the line of an export
//   swarm.events.memory.<agent>.<what>        the same news for others
//
// The server lets each agent publish with its own name as <agent> only, so what stands there is who
// said it; a line that claims another author does not count. The operator may say everything.

#include <string>
#include <string_view>

#include "mcp-memory/shared/sent_here.hpp"
#include "mcp-memory/shared/streams.hpp"
#include "mcp-memory/store/outbox.hpp"
#include "mcp-memory/store/projection.hpp"
#include "nats/message.hpp"
#include "nats/publication.hpp"

namespace memory {

/// A project as one token of a subject: readable, and told from every other by a digest.
std::string project_token(std::string_view project);

/// A change as it is published.
struct Letter {
  nats::Publication change;
  nats::Publication event;  ///< CloudEvents 1.0, binary mode; for when the change is in the log
};

/// `sender`: whose credentials are used.
Letter letter_of(Waiting waiting, std::string_view sender);

/// Whatever the message is: a change, or what is wrong with it.
LogMessage read_message(const nats::Message& message);

/// The same, but what was sent here is not read again (LogMessage::sent_as).
LogMessage read_message(const nats::Message& message, SentHere& sent);

}  // namespace memory
