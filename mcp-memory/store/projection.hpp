#pragma once
// Projection: this store as the image of a log of record. Whoever reads the same log from its first
// message on has the same records, links, confirmations, conflicts and quarantine, whatever was
// written meanwhile where, and in whatever order it arrived: the lower sequence wins.
//
// What waits in the outbox is applied on top. Before a message about the same record is taken in,
// updates and supersessions of the outbox are taken back, and put again if they still hold.
// Thread-safe, as the store is.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/outbox.hpp"
#include "sqlite/database.hpp"

namespace memory {

struct Kept;

/// One message of the log, as far as it could be read.
struct LogMessage {
  std::int64_t sequence = 0;
  std::int64_t stored_ms = 0;  ///< when the server stored it
  std::string subject;
  std::string line;
  std::shared_ptr<const ExportedChange> change = {};
  std::string defect = {};  ///< why there is no change, or why this one does not count
  std::shared_ptr<const Kept> kept = {};  ///< of the change's record, if it was worked out ahead
  std::string change_id = {};             ///< of the line; empty: to be worked out
  /// This process has put the line on this subject itself, from its outbox, as a change of this
  /// kind; nobody has read it again. One of is_told_by_its_kind().
  std::optional<ChangeKind> sent_as = {};
};

/// True if nothing more has to be known of a change that is applied here already.
bool is_told_by_its_kind(ChangeKind kind);

/// Works out what the transaction would have to.
void prepare(LogMessage& message);

/// Up to where the log was read.
struct LogPlace {
  std::int64_t created_ms = 0;  ///< of the stream; 0: nothing was read yet
  std::int64_t sequence = 0;
  std::string change_id = {};  ///< of the message with that sequence
  std::int64_t stored_ms = 0;  ///< of that message: delivered again, it is another one
};

/// What became of a change that was made here.
struct Fate {
  bool is_waiting = false;    ///< not known to be in the log
  std::int64_t sequence = 0;  ///< in the log; 0: not known, or it said nothing new
  bool is_read_back = false;  ///< the verdict is final
  std::string conflict = {};  ///< why it does not count; empty if it does
  bool is_set_aside = false;  ///< not for coming too late: it is no change that could count
};

struct LogTroubles {
  std::int64_t conflicts = 0;
  std::int64_t quarantined = 0;
  std::string last_defect = {};  ///< of the quarantined
};

class Projection {
 public:
  /// The database of a RecordStore, which must outlive it.
  explicit Projection(sqlite::Database& database) : database_(database) {}

  base::Result<LogPlace> place(std::stop_token stop);

  /// One transaction with the new place. Messages before the place are passed over: another process
  /// was faster. Gives the new place.
  base::Result<LogPlace> take_in(std::stop_token stop,
                                 std::int64_t created_ms,
                                 std::span<const LogMessage> messages);

  /// For another log than the one that was read so far: everything that came from the old one waits
  /// in the outbox again, for whoever said it, and the new one is read from its first message on.
  /// Gives how many changes that are.
  base::Result<std::int64_t> start_over(std::stop_token stop, std::int64_t created_ms);

  base::Result<std::vector<Waiting>> next_to_deliver(std::stop_token stop,
                                                     const Delivering& wanted);

  /// Leaves out those that wait no more.
  base::Result<void> keep_waiting(std::stop_token stop, std::vector<Waiting>& waiting);

  /// Id of a waiting change, and its sequence in the log. By id, because the change may have been
  /// read back meanwhile, and its number given to the next one.
  using Acknowledged = std::pair<std::string, std::int64_t>;

  /// Writes nothing if all of them were read back meanwhile.
  base::Result<void> acknowledge(std::stop_token stop, std::span<const Acknowledged> all);

  base::Result<Fate> fate(std::stop_token stop, const std::string& change_id);
  base::Result<Backlog> backlog(std::stop_token stop);

  /// True if anything waits to be delivered or read back.
  base::Result<bool> has_outbox(std::stop_token stop);
  base::Result<LogTroubles> troubles(std::stop_token stop);

  /// Messages that speak of a purged record, wherever they stand: what has to be erased.
  base::Result<std::vector<std::int64_t>> sequences_about(std::stop_token stop,
                                                          const std::string& record_id);

  /// Everything that the log says, in its order, a line each: equal for all who have read it up to
  /// the same place.
  base::Result<void> dump(std::stop_token stop,
                          const std::function<void(const std::string& line)>& take);

 private:
  sqlite::Database& database_;
};

}  // namespace memory
