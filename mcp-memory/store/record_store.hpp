#pragma once
// RecordStore: records in one SQLite file that several processes share. The only place of this
// server with SQL; each file of this folder holds one part of it. Thread-safe; nothing is opened
// before the first use.
//
// What writes is durable when it returns. Errors beside those of sqlite::Database: not_found names
// where a record is instead; conflict says what came first; invalid says what to change.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/change.hpp"
#include "mcp-memory/filter.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/store/log.hpp"
#include "mcp-memory/store/projection.hpp"
#include "mcp-memory/store/target.hpp"
#include "sqlite/database.hpp"

namespace memory {

/// A record is read by models: this is about 10,000 tokens, the most that a client takes without a
/// warning.
inline constexpr std::size_t document_bytes_max = 32768;

/// A record that says nearly the same as another.
struct Similar {
  std::string id;
  std::string status;
  std::string title;
  std::string agent;
  double shared = 0;  ///< words of title and summary in common, 0 to 1
};

struct Stored {
  std::string id;
  std::int64_t revision = 1;
  std::string agent;    ///< who wrote the record
  bool created = true;  ///< false: it was there already, just like this
  std::vector<Similar> similar = {};
};

/// What takes the place of an older record.
struct Supersession {
  std::string id;  ///< of the older one
  std::string reason;
};

/// A whole draft in place of a revision.
struct Revision {
  std::string id;
  std::int64_t expected_revision;
  Draft draft;
};

struct Link {
  std::string from;
  Relation relation;
  std::string to;
  std::string note;
};

struct Confirmation {
  std::string id;
  Outcome outcome;
  std::string evidence;
};

/// What others have found out about a record.
struct Trust {
  std::int64_t worked = 0;
  std::int64_t failed = 0;
  bool counts = true;  ///< false: the author's own word, which is kept but not counted
};

/// The revision of a record that is wanted; the current one if nothing is said.
struct Wanted {
  std::string id;
  std::string project;
  std::optional<std::int64_t> revision = {};
  std::optional<base::Instant> as_of = {};
};

struct ChangesWanted {
  std::string project;
  std::string agent;                       ///< who asks
  std::optional<std::int64_t> after = {};  ///< else what the agent has acknowledged
  bool own = false;                        ///< its own changes as well
  bool newest_first = false;
  std::size_t count = 50;
};

struct Found {
  std::vector<Entry> entries;
  bool more = false;        ///< there are further ones behind the last
  std::int64_t newest = 0;  ///< position of the newest change of all, as of this snapshot
};

struct Match {
  Entry entry;
  double strength;  ///< 0 to 1: how much of the question it answers, by its words
};

/// Which of the matches are wanted.
struct Page {
  std::size_t skipped = 0;  ///< so many of the best are left out
  std::size_t count = 10;
};

struct Matches {
  std::vector<Match> matches;  ///< best first
  bool more = false;
  bool good = false;  ///< the best of all is probably what is looked for
};

/// The life of one record.
struct History {
  std::string id;
  std::vector<Change> changes;      ///< oldest first
  std::vector<std::string> before;  ///< ids that it superseded
  std::string after;                ///< id that superseded it; empty if none
};

struct Count {
  std::string type;
  std::string status;
  std::int64_t records;
};

/// How a project's memory stands.
struct Standing {
  std::vector<Count> in_force;
  std::int64_t superseded = 0;
  std::int64_t due = 0;      ///< in force and past review_by or valid_until
  std::int64_t doubted = 0;  ///< in force and failed more often than not
  std::int64_t unread = 0;   ///< changes by others that the agent has not acknowledged
  std::int64_t newest = 0;
};

/// What became of one line of an export that is brought in.
enum class Applied { now, before };

struct ExportedChange;
struct LinkedTargets;

/// How a call that writes goes on.
struct Writing {
  Writing(std::stop_token to_stop = {}) : stop(std::move(to_stop)) {}

  Writing(std::stop_token to_stop, std::vector<std::string>& made)
      : stop(std::move(to_stop)), change_ids(&made) {}

  std::stop_token stop;
  /// Where the store is a projection: filled with the ids of the changes that the call made.
  std::vector<std::string>* change_ids = nullptr;
};

class RecordStore {
 public:
  /// Where a store is by itself, its own changes are the log. A projection puts them into its
  /// outbox as well, in the same transaction.
  enum class Role { by_itself, projection };

  explicit RecordStore(std::filesystem::path file, Role role = Role::by_itself);

  Projection projection() { return Projection(database_); }

  // adding.cpp, revising.cpp, relating.cpp

  /// Takes the place of `older`, if there is one, in the same transaction. Nothing is added if the
  /// same draft is in force in this project.
  base::Result<Stored> add(const Writing& writing,
                           const Record& record,
                           const std::optional<Supersession>& older = std::nullopt);

  /// `by` takes the place of `older`; both exist. Gives the one of `by`.
  base::Result<Stored> supersede(const Writing& writing,
                                 const Supersession& older,
                                 const std::string& by,
                                 const Occasion& occasion);

  /// Only by the author of the record, and only if it still has the expected revision.
  base::Result<Stored> revise(const Writing& writing,
                              const Revision& revision,
                              const Occasion& occasion);

  /// False: it was so already.
  base::Result<bool> link(const Writing& writing, const Link& link, const Occasion& occasion);
  base::Result<bool> unlink(const Writing& writing, const Link& link, const Occasion& occasion);

  base::Result<Trust> confirm(const Writing& writing,
                              const Confirmation& confirmation,
                              const Occasion& occasion);

  // reading.cpp

  base::Result<Target> target(std::stop_token stop,
                              const std::string& id,
                              const std::string& project);

  /// The whole record as JSON text.
  base::Result<std::string> read(std::stop_token stop, const Wanted& wanted, base::Instant now);

  /// The current revision as its author gave it.
  base::Result<std::string> document(std::stop_token stop,
                                     const std::string& id,
                                     const std::string& project);

  /// Newest first, those before `before` (0: from the newest on).
  base::Result<Found> list(std::stop_token stop,
                           const Filter& filter,
                           std::int64_t before,
                           std::size_t count);

  base::Result<History> history(std::stop_token stop,
                                const std::string& id,
                                const std::string& project);

  base::Result<Standing> standing(std::stop_token stop,
                                  const std::string& project,
                                  const std::string& agent,
                                  base::Instant now);

  // searching.cpp

  /// Best match first. `question` is anything; one that has no
  /// words finds nothing.
  base::Result<Matches> search(std::stop_token stop,
                               const std::string& question,
                               const Filter& filter,
                               base::Instant now,
                               Page page);

  // log.cpp

  base::Result<Changes> changes(std::stop_token stop, const ChangesWanted& wanted);

  /// Moves the agent's place forward, never back. Gives the place.
  base::Result<std::int64_t> acknowledge(std::stop_token stop,
                                         const std::string& project,
                                         const std::string& agent,
                                         std::int64_t position);

  // exporting.cpp, importing.cpp, purging.cpp, upkeep.cpp

  /// Every change of the project (all projects if it is empty), oldest first.
  base::Result<void> export_changes(
      std::stop_token stop,
      const std::string& project,
      const std::function<base::Result<void>(const std::string& line)>& take);

  /// One transaction; errors of single changes are theirs alone.
  base::Result<std::vector<base::Result<Applied>>> import_changes(
      const Writing& writing, std::span<const ExportedChange> changes);

  /// Takes every trace of a record's texts out of the file and leaves a tombstone. Gives its
  /// project; nothing if it was purged before, and its traces were looked for again. busy: the
  /// record is gone, but others that read keep its traces in the file; do it again.
  base::Result<std::string> purge(const Writing& writing,
                                  const std::string& id,
                                  const std::string& reason,
                                  const Occasion& occasion);

  /// After changes brought in may have purged something.
  base::Result<void> erase_traces(std::stop_token stop);

  base::Result<sqlite::Health> check(std::stop_token stop = {});

  /// "ok", or what is wrong with the full-text tables. Writes nothing, but takes the write lock.
  base::Result<std::string> check_words(std::stop_token stop = {});

  /// Makes what is derived from the records anew. Gives the number of revisions.
  base::Result<std::int64_t> repair_words(std::stop_token stop = {});

  /// After many changes were brought in: the index of words in one piece. It came in large pieces,
  /// and those who write next would have to fold them, a little each. About a second for 50,000
  /// records, in which nobody else can write.
  base::Result<void> fold_words(std::stop_token stop);

  base::Result<std::uint64_t> back_up(std::stop_token stop, const std::filesystem::path& target);

 private:
  /// A transaction in which words and fingerprints are of the form that this program knows. Its
  /// changes go into the outbox of a projection.
  template <class T>
  base::Result<T> write(const Writing& writing, const sqlite::Work<T>& work) {
    return database_.write<T>(writing.stop, [&](sqlite::Connection& connection) -> base::Result<T> {
      const std::int64_t newest = TRY(begin(connection));
      auto done = work(connection);
      if (done) TRY(enqueue(connection, newest, writing));
      return done;
    });
  }

  using ChangeLink = base::Result<bool> (*)(sqlite::Connection&,
                                            const LinkedTargets&,
                                            const Occasion&);
  base::Result<bool> relate(const Writing& writing,
                            const Link& link,
                            const Occasion& occasion,
                            ChangeLink change);

  /// Gives the newest position before the work.
  base::Result<std::int64_t> begin(sqlite::Connection& connection) const;

  base::Result<void> enqueue(sqlite::Connection& connection,
                             std::int64_t newest,
                             const Writing& writing) const;

  const Role role_;
  sqlite::Database database_;
};

}  // namespace memory
