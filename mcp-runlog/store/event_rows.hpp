#pragma once
// Rows of the table events.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "sqlite/connection.hpp"

namespace runlog {

/// The columns of an event, for statements that join `events e` and `strands s`. Read by event_in.
#define EVENT_COLUMNS_BUT_BODY                                                               \
  "e.position, e.id, e.source, e.stream, e.sequence, e.clock, e.at_ms, e.received_ms, "      \
  "s.run_id, s.session_id, s.prompt_id, e.kind, e.severity, e.agent, e.actor, e.title, "     \
  "e.cause_id, e.tool_use_id, e.tool, e.file_path, e.duration_ms, e.cost_usd, e.tokens_in, " \
  "e.tokens_out, e.redactions, e.original_bytes"
#define EVENT_COLUMNS EVENT_COLUMNS_BUT_BODY ", e.body"

/// `unavailable` if a newer program wrote it.
base::Result<Event> event_in(const sqlite::Statement& row);

/// What became of an event.
struct Put {
  enum class Telling {
    added,
    known,  ///< the same event was told before
    better  ///< it was, and this telling took the place of that one
  };

  Telling telling = Telling::known;
  std::int64_t strand_before = 0;  ///< of the telling that had to go
};

/// Adds the event with its words, or finds that it is there (run_store.hpp says which telling
/// stays).
base::Result<Put> put_event(sqlite::Connection& connection,
                            const Event& event,
                            std::int64_t strand,
                            base::Instant stored_at);

base::Result<std::optional<Event>> find_event(sqlite::Connection& connection,
                                              const std::string& id);

/// The runs that the event belongs to.
base::Result<std::vector<std::string>> runs_of(sqlite::Connection& connection,
                                               const std::string& id);

/// Takes the words of an event out of the index; `event` as it is stored.
base::Result<void> forget_words(sqlite::Connection& connection,
                                std::int64_t position,
                                const Event& event);

/// What search looks into: title, tool, path and the texts of the body, up to a limit.
std::string words_of(const Event& event);

}  // namespace runlog
