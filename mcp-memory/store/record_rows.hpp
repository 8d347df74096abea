#pragma once
// How a record is put into its tables. For the writing connection, inside a transaction; the
// callers have checked that the change is allowed, and append to the log themselves.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/store/derived.hpp"
#include "mcp-memory/store/log.hpp"
#include "mcp-memory/store/target.hpp"

namespace memory {

/// A draft in the form in which a project keeps it.
struct Kept {
  const Draft& draft;  ///< must outlive it
  std::string document;
  std::string hash;
  IndexedTexts texts;
  Bands bands;  ///< what it is compared by with others of the project
};

/// Tells one revision's document from another's: 16 hex digits.
std::string document_digest(std::string_view document);

/// invalid: too large.
base::Result<Kept> kept_form(const Draft& draft, const std::string& project);

/// The record in force with this content, if there is one; its id.
base::Result<std::string> identical_to(sqlite::Connection& connection,
                                       const std::string& project,
                                       const Kept& kept);

/// A new record with its change, which no search finds yet: see Indexing. Gives its position.
base::Result<std::int64_t> insert_unindexed(sqlite::Connection& connection,
                                            const std::string& id,
                                            const Kept& kept,
                                            const Occasion& occasion);

/// The same, and searches find it.
base::Result<std::int64_t> insert_record(sqlite::Connection& connection,
                                         const std::string& id,
                                         const Kept& kept,
                                         const Occasion& occasion);

/// The next revision of a record with its change; the current one becomes a past one.
base::Result<void> insert_revision(sqlite::Connection& connection,
                                   const Target& target,
                                   const Kept& kept,
                                   const Occasion& occasion);

/// Undoes insert_revision(), but for its line in the log: the revision before is the current one.
base::Result<void> restore_revision(sqlite::Connection& connection, const Target& target);

/// What takes the place of a record, and why.
struct Successor {
  std::int64_t position;
  std::string id;
  std::string reason;
};

/// `older` is superseded, with its change.
base::Result<void> mark_superseded(sqlite::Connection& connection,
                                   const Target& older,
                                   const Successor& successor,
                                   const Occasion& occasion);

}  // namespace memory
