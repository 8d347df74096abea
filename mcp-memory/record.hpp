#pragma once
// Records: what a crew remembers. Four types, one flat draft: the fields that a type does not have
// stay empty. The rules of which field goes with which type, and all limits, are in
// record_shape.cpp.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace memory {

// The names are stored: append only.
enum class RecordType { decision, incident, pattern, runbook };
inline constexpr std::array<std::string_view, 4> record_type_names = {
    "decision", "incident", "pattern", "runbook"};

enum class Severity { sev1, sev2, sev3, sev4 };
inline constexpr std::array<std::string_view, 4> severity_names = {"sev1", "sev2", "sev3", "sev4"};

enum class Risk { read_only, reversible, destructive };
inline constexpr std::array<std::string_view, 3> risk_names = {
    "read_only", "reversible", "destructive"};

/// How one record stands to another, read as "from ... to". The names are stored: append only.
enum class Relation { relates_to, caused_by, resolves, implements, duplicates, contradicts };
inline constexpr std::array<std::string_view, 6> relation_names = {
    "relates_to", "caused_by", "resolves", "implements", "duplicates", "contradicts"};

/// What came of following a record. The names are stored: append only.
enum class Outcome { worked, failed };
inline constexpr std::array<std::string_view, 2> outcome_names = {"worked", "failed"};

inline std::span<const std::string_view> names_of(RecordType) {
  return record_type_names;
}

inline std::span<const std::string_view> names_of(Severity) {
  return severity_names;
}

inline std::span<const std::string_view> names_of(Risk) {
  return risk_names;
}

inline std::span<const std::string_view> names_of(Relation) {
  return relation_names;
}

inline std::span<const std::string_view> names_of(Outcome) {
  return outcome_names;
}

inline std::string_view name_of(Relation relation) {
  return relation_names[static_cast<std::size_t>(relation)];
}

inline std::string_view name_of(Outcome outcome) {
  return outcome_names[static_cast<std::size_t>(outcome)];
}

inline std::string_view name_of(RecordType type) {
  return record_type_names[static_cast<std::size_t>(type)];
}

/// The statuses a type can have; the first is the one a new record gets.
std::span<const std::string_view> statuses_of(RecordType type);

/// An alternative that a decision did not take.
struct RejectedOption {
  std::string name;
  std::string rejected_because;
};

/// One step of a runbook. The command is data: nothing here ever runs it.
struct Step {
  std::string action;
  std::string command;
  std::string expect;
  std::string on_failure;
};

/// What an author says.
struct Draft {
  RecordType type = RecordType::decision;
  std::string title;
  std::string summary;
  std::string status;
  std::vector<std::string> tags;
  std::vector<std::string> aliases;  ///< other words that somebody would search for
  std::vector<std::string> scope;    ///< paths or services
  std::vector<std::string> refs;
  std::string review_by;    ///< ISO 8601; empty if never
  std::string valid_until;  ///< ISO 8601; empty if for good
  std::string branch;       ///< holds on this branch only; empty: everywhere

  // decision
  std::string context;
  std::string decision;
  std::string rationale;
  std::vector<RejectedOption> options;
  std::vector<std::string> consequences;

  // incident
  std::optional<Severity> severity;
  std::string impact;
  std::string started_at;
  std::vector<std::string> symptoms;
  std::string root_cause;
  std::string resolution;
  std::vector<std::string> action_items;

  // pattern
  std::string problem;
  std::string solution;
  std::string when_to_use;
  std::string when_not_to_use;

  // runbook
  std::vector<std::string> triggers;
  std::vector<Step> steps;
  std::vector<std::string> verification;
  std::optional<Risk> risk;
  std::vector<std::string> rollback;
};

/// Who writes, where, and as part of what. Established by the server, never by an argument.
struct Author {
  std::string agent;
  std::string project;
  std::string run_id;    ///< empty if none
  std::string trace_id;  ///< empty if none
};

/// A record with what the server sets.
struct Record {
  std::string id;  ///< UUIDv7
  base::Instant created_at;
  Author author;
  Draft draft;
};

/// A record in a list: enough to decide whether to read it.
struct Entry {
  std::int64_t position = 0;  ///< place in the order of writing
  std::string id;
  RecordType type = RecordType::decision;
  std::string status;
  std::string title;
  std::string summary;
  std::string agent;
  base::Instant created_at;
  std::string severity = {};  ///< of an incident, else empty
  std::vector<std::string> scope = {};
  std::int64_t revision = 1;
  base::Instant revised_at = {};  ///< when this revision was written
  std::string branch = {};
  std::optional<base::Instant> review_by = {};
  std::optional<base::Instant> valid_until = {};
  std::int64_t worked = 0;  ///< agents but the author whose last word on it is this
  std::int64_t failed = 0;
  std::string superseded_by = {};                ///< id; empty if it is in force
  std::vector<std::string> contradictions = {};  ///< ids of accepted decisions that say otherwise
};

/// What a reader must know before relying on an entry, a sentence fragment each: "superseded by
/// ...", "review was due 2026-03-01", "holds on branch x only", "worked for 2, failed for 1",
/// "contradicts ...".
std::vector<std::string> remarks_of(const Entry& entry, base::Instant now);

/// Followed by others and found wanting more often than not.
bool is_doubted(const Entry& entry);

/// Past its review or its validity.
bool is_stale(const Entry& entry, base::Instant now);

}  // namespace memory
