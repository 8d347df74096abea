#include "mcp-memory/shared/erasing.hpp"

#include "mcp-memory/shared/log_message.hpp"

namespace memory {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t erased_at_once_max = 500;
constexpr milliseconds until_quiet{500};

/// The sequences of a stream's messages that are told by `is_meant`.
template <class IsMeant>
base::Result<std::vector<std::int64_t>> sequences_in(nats::Bus& bus,
                                                     const nats::ReadFrom& from,
                                                     const nats::Patience& patience,
                                                     IsMeant is_meant) {
  const auto reader = TRY(bus.read(from, patience));
  std::vector<std::int64_t> sequences;
  for (bool more = true; more;) {
    const auto messages = TRY(reader->next(erased_at_once_max, until_quiet, patience.stop));
    for (const nats::Message& message : messages)
      if (is_meant(message)) sequences.push_back(static_cast<std::int64_t>(message.sequence));
    more = !messages.empty() && messages.back().pending > 0;
  }
  return sequences;
}

bool is_tombstone(const nats::Message& message) {
  const LogMessage read = read_message(message);
  return read.change && read.change->kind == ChangeKind::purged;
}

/// Says nothing but that the record is gone.
bool tells_of_purge(const nats::Message& message) {
  return message.subject.ends_with(".purged");
}

base::Result<std::size_t> erase_all(nats::Bus& bus,
                                    const char* stream,
                                    const std::vector<std::int64_t>& sequences,
                                    const nats::Patience& patience) {
  std::size_t erased = 0;
  for (const std::int64_t sequence : sequences) {
    const auto done = bus.erase(stream, static_cast<std::uint64_t>(sequence), patience);
    if (!done && done.error().kind != base::ErrorKind::not_found) return done.error();
    erased += done ? 1 : 0;
  }
  return erased;
}

}  // namespace

base::Result<std::size_t> erase_messages(nats::Bus& bus,
                                         const std::string& record_id,
                                         std::vector<std::int64_t> known,
                                         const nats::Patience& patience) {
  const nats::ReadFrom about{.stream = memory_stream,
                             .subject_filter = "memory.*.*.*." + record_id};
  const auto on_subject = TRY(sequences_in(
      bus, about, patience, [](const nats::Message& message) { return !is_tombstone(message); }));
  known.insert(known.end(), on_subject.begin(), on_subject.end());
  const std::size_t erased = TRY(erase_all(bus, memory_stream, known, patience));
  const nats::ReadFrom news{.stream = events_stream, .subject_filter = "swarm.events.memory.>"};
  const auto events = TRY(sequences_in(bus, news, patience, [&](const nats::Message& message) {
    return message.payload.find(record_id) != std::string::npos && !tells_of_purge(message);
  }));
  return erased + TRY(erase_all(bus, events_stream, events, patience));
}

}  // namespace memory
