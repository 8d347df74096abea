#pragma once
// SentHere: what this process has put into the log and has not read back yet. Its own line on its
// own subject need not be read once more. Thread-safe; a leaf among the locks.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/mutex.hpp"
#include "mcp-memory/change.hpp"
#include "mcp-memory/store/outbox.hpp"
#include "nats/publication.hpp"

namespace memory {

class SentHere {
 public:
  /// Before it is sent. False: it is passed over, for it has to be read in full when it comes back.
  bool note(const Waiting& waiting, const std::string& subject);

  /// For a line that was noted, and for which no answer came: its event waits until the line comes
  /// back. If it is back already the event is not kept, and false is the result.
  bool keep(const std::string& change_id, nats::Publication event);

  /// The events of lines that came back meanwhile.
  std::vector<nats::Publication> take_events();

  /// The kind of the change, if the line with this id was sent on this subject; it is forgotten
  /// then.
  std::optional<ChangeKind> take(const std::string& change_id, const std::string& subject);

 private:
  struct Line {
    std::string subject;
    ChangeKind kind;
    std::optional<nats::Publication> event = {};
  };

  base::Mutex mutex_;
  std::unordered_map<std::string, Line> lines_ GUARDED_BY(mutex_);  ///< by change id
  std::vector<nats::Publication> events_ GUARDED_BY(mutex_);
};

}  // namespace memory
