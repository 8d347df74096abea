#pragma once
// Event: one thing that happened, as one source tells it. Everything here is a fact of the source:
// a source may be read again at any time, in any order, and gives the same events with the same
// ids. When and in which order they arrived is known to the store alone.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace runlog {

/// Who tells it. Of those who tell the same, the first here is shown.
enum class Source {
  hook,         ///< Claude Code, through `mcp-runlog hook`
  stream_json,  ///< the output of `claude -p --output-format stream-json`
  transcript,   ///< a session's JSONL file
  nats,         ///< the bus
  log,          ///< a line of a log
  mcp,          ///< a server of this suite, about a call of one of its tools
  wrap,         ///< `mcp-runlog wrap`, about the command that it runs
  matrix,
  otel,
  git,
  runlog  ///< this server itself, for instance that a run fell silent
};

/// The clock of the server that received a message of the bus: that of received_at.
inline constexpr std::string_view bus_clock = "nats";

inline constexpr std::array<std::string_view, 11> source_names = {"hook",
                                                                  "stream_json",
                                                                  "transcript",
                                                                  "nats",
                                                                  "log",
                                                                  "mcp",
                                                                  "wrap",
                                                                  "matrix",
                                                                  "otel",
                                                                  "git",
                                                                  "runlog"};

enum class Kind {
  run_start,
  run_finish,
  message_in,   ///< from a person or another agent: what woke the agent
  message_out,  ///< what the agent answered them
  session,      ///< about the session itself: start, end, compaction, notification, ...
  prompt,
  assistant,  ///< what the model said
  tool_start,
  tool_end,
  tool_error,
  tool_denied,
  file_edit,
  subagent_start,
  subagent_stop,
  api,  ///< a call of the model
  bus,
  log,
  note,
  raw  ///< kept as it came, because it could not be read
};

inline constexpr std::array<std::string_view, 19> kind_names = {"run.start",
                                                                "run.finish",
                                                                "message.in",
                                                                "message.out",
                                                                "session",
                                                                "prompt",
                                                                "assistant",
                                                                "tool.start",
                                                                "tool.end",
                                                                "tool.error",
                                                                "tool.denied",
                                                                "file.edit",
                                                                "subagent.start",
                                                                "subagent.stop",
                                                                "api",
                                                                "bus",
                                                                "log",
                                                                "note",
                                                                "raw"};

enum class Severity { debug, info, warning, error };

inline constexpr std::array<std::string_view, 4> severity_names = {
    "debug", "info", "warning", "error"};

std::string_view name_of(Source source);
std::string_view name_of(Kind kind);
std::string_view name_of(Severity severity);

// For typed fields (json/fields.hpp).
inline std::span<const std::string_view> names_of(Source) {
  return source_names;
}

inline std::span<const std::string_view> names_of(Kind) {
  return kind_names;
}

inline std::span<const std::string_view> names_of(Severity) {
  return severity_names;
}

std::optional<Source> source_named(std::string_view name);
std::optional<Kind> kind_named(std::string_view name);
std::optional<Severity> severity_named(std::string_view name);

struct Event {
  std::string id = {};  ///< see event_id()

  // Where it comes from.

  Source source = Source::log;
  /// Which one of its kind: a session, a file, a stream of the bus, a server. Events of one source
  /// and stream happened in the order of their sequence.
  std::string stream = {};
  std::int64_t sequence = 0;  ///< 0: the source does not number them
  /// Whose clock gave the time: "host:builder-1", "agent:devbot", "nats". Clocks differ; this tells
  /// which times may be compared without doubt.
  std::string clock = {};
  base::Instant at = {};                          ///< by that clock
  std::optional<base::Instant> received_at = {};  ///< by a server between: JetStream

  // Which runs it belongs to. The store works that out, in this order: the runs that the prompt of
  // the session was bound to; run_id; the runs that the session was bound to; the run that has the
  // session's id (run_of_session). An event of kind run_start that has a run_id and a session binds
  // the session, or with a prompt that prompt of it, to the run.

  std::string run_id = {};  ///< a UUID in lower case, or empty
  std::string session_id = {};
  std::string prompt_id = {};

  // What happened.

  Kind kind = Kind::raw;
  Severity severity = Severity::info;
  std::string agent = {};        ///< of the crew; empty if unknown
  std::string actor = {};        ///< within it or beside it: a sub-agent, a sender, a program
  std::string title = {};        ///< one line
  std::string body_json = {};    ///< an object as JSON text, or empty
  std::string cause_id = {};     ///< of the event without which this one would not be
  std::string tool_use_id = {};  ///< the same in all that is told of one tool call
  std::string tool = {};         ///< its name
  std::string file_path = {};
  std::optional<std::int64_t> duration_ms = {};
  std::optional<double> cost_usd = {};
  std::optional<std::int64_t> tokens_in = {};
  std::optional<std::int64_t> tokens_out = {};

  // What was done to it before it was stored.

  std::int64_t redactions = 0;                      ///< secrets that were taken out
  std::optional<std::int64_t> original_bytes = {};  ///< of the body, if it was cut

  friend bool operator==(const Event&, const Event&) = default;
};

/// Of titles made of what others wrote.
inline constexpr std::size_t title_bytes_max = 300;

/// 32 hex digits, the same whenever the source is read again. `native_id` is what the source itself
/// tells its events apart by; what each source takes is in docs/formats/run-events.md.
std::string event_id(Source source, std::string_view native_id);

/// A session's id as that of a run: itself if it is a UUID, else one made of it.
std::string run_of_session(std::string_view session_id);

/// True of a run.finish by somebody who knows. Hooks and the run log itself only guess: a session
/// ended, and so may have the run.
bool is_known_finish(const Event& event);

/// True of what begins or ends a tool call.
bool is_tool_event(Kind kind);

/// True of what tells of a failure.
bool is_error(const Event& event);

}  // namespace runlog
