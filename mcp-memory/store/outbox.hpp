#pragma once
// Outbox: changes made here that the log of record does not have yet, as far as is known. They are
// applied here at once, as if nothing stood in their way, and told apart by a digest of their line:
// the same change has the same id on every machine.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// Before the number of every change that waits.
inline constexpr std::int64_t from_the_oldest = std::numeric_limits<std::int64_t>::min();

/// A change that waits to be delivered.
struct Waiting {
  std::int64_t number = 0;  ///< their order
  std::string change_id;
  std::string agent;
  std::string kind;
  std::string record_id;
  std::string record_type;
  std::string other_id;    ///< the second record that it speaks of, or empty
  std::string line;        ///< of an export
  std::int64_t after = 0;  ///< sequence of what its sender said of the record before; 0: nothing
  /// Of the line, where the rows of its change still say it; empty: the line is to be read.
  std::string project = {};
  std::string at = {};
  std::string run_id = {};
  std::string title = {};
};

/// Which of those that wait are wanted.
struct Delivering {
  std::string agent = {};  ///< empty: those of all, sent in one name
  std::int64_t behind = from_the_oldest;
  std::size_t count = 1;
};

/// A change that waits to be read back.
struct Unconfirmed {
  std::int64_t number;                   ///< their order
  std::optional<std::int64_t> position;  ///< of the change; nothing: it was taken back
  std::string line;
};

/// How it stands with what was not read back yet.
struct Backlog {
  std::int64_t waiting = 0;       ///< not known to be in the log
  std::int64_t acknowledged = 0;  ///< in the log, not read back
};

/// The id of a change with this line: 32 hex digits of its SHA-256.
std::string change_id_of(std::string_view line);

// For the writing connection, inside a transaction.

/// Puts the changes behind this position into the outbox. Gives their ids.
base::Result<std::vector<std::string>> enqueue_changes(sqlite::Connection& connection,
                                                       std::int64_t behind);

/// Updates and supersessions that wait, of all agents, oldest first.
base::Result<std::vector<Unconfirmed>> contestable_here(sqlite::Connection& connection);

/// Where the change of this number now is; nothing: it was taken back.
base::Result<void> set_position(sqlite::Connection& connection,
                                std::int64_t number,
                                std::optional<std::int64_t> position);

base::Result<void> take_out(sqlite::Connection& connection, std::int64_t number);

// For any connection.

/// The oldest that are not known to be in the log. What speaks of a record waits until everything
/// that was said of it before is known to be there, whoever said it.
base::Result<std::vector<Waiting>> next_to_deliver(sqlite::Connection& connection,
                                                   const Delivering& wanted);

/// Leaves out those that wait no more: a purge took them back, or they are known to be in the log.
/// They are in their order, and at least one.
base::Result<void> keep_waiting(sqlite::Connection& connection, std::vector<Waiting>& waiting);

/// True if it waits and is not known to be in the log.
base::Result<bool> is_waiting(sqlite::Connection& connection, const std::string& change_id);

base::Result<Backlog> backlog_of(sqlite::Connection& connection);

}  // namespace memory
