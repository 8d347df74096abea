#pragma once
// RunStore: events and runs in one SQLite file that several processes share. The only place of this
// server with SQL; each file of this folder holds one part of it. Thread-safe; nothing is opened
// before the first use.
//
// What writes is durable when it returns. Events come redacted (redaction/redactor.hpp). An event
// that is there already is not added again; where two tellings of one event differ, the one that is
// smaller in the order of (time, line) stays, so that the order of arrival decides nothing.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/run.hpp"
#include "sqlite/database.hpp"

namespace runlog {

/// What delivers events: hooks of a host, a stream of the bus, a file.
struct Feed {
  Source source;
  std::string name;

  friend bool operator==(const Feed&, const Feed&) = default;
};

/// A run, and what must not begin a second one. Empty texts count as none.
struct BegunBy {
  std::string run_id = {};
  std::string trigger_key = {};
};

/// Events that came together; they are committed together.
struct Delivery {
  Feed feed;
  std::vector<Event> events = {};
  std::int64_t unreadable = 0;               ///< pieces that gave no event
  std::optional<std::string> position = {};  ///< where the feed goes on after this
  base::Instant at = {};                     ///< by the clock of this machine
  /// Nothing is added if a run.start of that run, or of that trigger, is there.
  std::optional<BegunBy> unless_begun = {};
};

struct Added {
  std::int64_t added = 0;
  std::int64_t known = 0;         ///< were there already
  std::int64_t deleted = 0;       ///< of runs that were deleted: left out
  std::string begun_before = {};  ///< the run for which nothing was added (unless_begun)
};

/// How it stands with one feed.
struct FeedStanding {
  Feed feed;
  base::Instant first_at = {};  ///< by the clock of this machine, as the rest
  base::Instant last_at = {};
  std::int64_t events = 0;
  std::int64_t unreadable = 0;
  std::string position = {};
  std::string trouble = {};  ///< empty: none since the last delivery
  std::optional<base::Instant> trouble_at = {};
};

/// A time in which a feed could not deliver.
struct Outage {
  Feed feed;
  base::Instant from;
  std::optional<base::Instant> until = {};  ///< nothing: it lasts
  std::string trouble;
};

struct RunFilter {
  std::string agent = {};
  std::optional<Status> status = {};
  std::optional<base::Instant> since = {};  ///< began then or later
  std::string parent_run_id = {};
};

/// Which events come with their bodies: those of a long run fill a lot of memory.
enum class Bodies { none, of_edits, all };

/// Newest first.
struct RunPage {
  std::vector<Run> runs;
  std::string next_cursor = {};  ///< empty: there are no more
};

/// An event that a search found.
struct Hit {
  Event event;  ///< without its body
  std::vector<std::string> run_ids;
  std::string excerpt;  ///< of its texts, around the first word that was looked for
};

struct HitPage {
  std::vector<Hit> hits;  ///< newest arrival first
  std::string next_cursor = {};
};

struct SearchWanted {
  std::string words;  ///< all of them; "..." keeps them together
  std::string run_id = {};
  std::string agent = {};
  std::string cursor = {};
  std::size_t count = 20;
};

/// An event in the order of arrival.
struct Arrival {
  std::int64_t position;
  Event event;  ///< without its body
  std::vector<std::string> run_ids;
};

struct FileEditsWanted {
  std::string run_id = {};  ///< one of the two
  std::string path = {};    ///< as it was told, or its end from a slash on
  std::string cursor = {};
  std::size_t count = 50;
};

struct FileEdit {
  Event event;
  std::vector<std::string> run_ids;
  std::string cursor;  ///< of what comes behind it
};

struct FileEditPage {
  std::vector<FileEdit> edits;  ///< of a run oldest first, of a path newest first
  std::string next_cursor = {};
};

/// How long things are kept; 0 is for ever. Of events it counts from when they were stored.
struct Retention {
  std::chrono::milliseconds silent_run{std::chrono::hours(24)};  ///< then it is closed as timed out
  std::chrono::milliseconds bodies{std::chrono::days(30)};
  std::chrono::milliseconds logs{std::chrono::days(30)};     ///< events of kind log and raw
  std::chrono::milliseconds events{std::chrono::days(400)};  ///< everything else
};

/// What was removed.
struct Swept {
  std::int64_t bodies = 0;
  std::int64_t events = 0;
};

/// Who deletes a run, when and why.
struct Deletion {
  std::string run_id;
  std::string by;
  std::string reason;
  base::Instant at;
};

class RunStore {
 public:
  explicit RunStore(std::filesystem::path file);

  // adding.cpp

  /// All in one transaction; one Added for each delivery.
  base::Result<std::vector<Added>> add(std::stop_token stop, std::span<const Delivery> deliveries);

  // reading.cpp

  /// Every event of the run, in no particular order. not_found: nothing is known of it, or it was
  /// deleted; the message says which.
  base::Result<std::vector<Event>> events_of(std::stop_token stop,
                                             const std::string& run_id,
                                             Bodies bodies);

  /// not_found if there is none.
  base::Result<Event> event(std::stop_token stop, const std::string& id);
  base::Result<std::vector<std::string>> runs_of_event(std::stop_token stop, const std::string& id);

  base::Result<Run> run(std::stop_token stop, const std::string& run_id);

  /// invalid: no cursor of an earlier page.
  base::Result<RunPage> list(std::stop_token stop,
                             const RunFilter& filter,
                             const std::string& cursor,
                             std::size_t count);

  /// What has arrived behind this position, oldest first.
  base::Result<std::vector<Arrival>> arrivals(std::stop_token stop,
                                              std::int64_t after,
                                              std::size_t count);

  /// 0 if there is no event.
  base::Result<std::int64_t> newest_position(std::stop_token stop);

  // searching.cpp

  base::Result<HitPage> search(std::stop_token stop, const SearchWanted& wanted);

  // file_edits.cpp

  base::Result<FileEditPage> file_edits(std::stop_token stop, const FileEditsWanted& wanted);

  // feeds.cpp

  base::Result<std::vector<FeedStanding>> feeds(std::stop_token stop);

  /// Those that touch this span of time, oldest first.
  base::Result<std::vector<Outage>> outages(std::stop_token stop,
                                            base::Instant from,
                                            base::Instant until);

  /// Where a feed goes on; empty if it never delivered.
  base::Result<std::string> position_of(std::stop_token stop, const Feed& feed);

  /// An outage begins; it lasts until the feed delivers again.
  base::Result<void> note_trouble(std::stop_token stop,
                                  const Feed& feed,
                                  const std::string& trouble,
                                  base::Instant at);

  // sweeping.cpp

  /// Closes open runs of which nothing was heard since then as timed out, until something is. Gives
  /// their number.
  base::Result<std::int64_t> close_silent(std::stop_token stop, base::Instant since);

  /// Removes what is older than it may be; at most so many events at once.
  base::Result<Swept> sweep(std::stop_token stop,
                            const Retention& retention,
                            base::Instant now,
                            std::size_t events_max);

  // deleting.cpp

  /// Removes what belongs to this run alone, every trace of its texts from the file, and leaves a
  /// tombstone: what is told of it again stays out. Gives the number of events. busy: they are
  /// gone, but others that read keep traces of them in the file; do it again.
  base::Result<std::int64_t> delete_run(std::stop_token stop, const Deletion& deletion);

  base::Result<bool> is_deleted(std::stop_token stop, const std::string& run_id);

  // upkeep.cpp

  base::Result<sqlite::Health> check(std::stop_token stop = {});

  /// "ok", or what is wrong with the full-text index. Writes nothing, but takes the write lock.
  base::Result<std::string> check_words(std::stop_token stop = {});

  /// Makes the full-text index anew. Gives the number of events.
  base::Result<std::int64_t> repair_words(std::stop_token stop = {});

 private:
  sqlite::Database database_;
};

}  // namespace runlog
