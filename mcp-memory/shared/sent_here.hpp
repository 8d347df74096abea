#pragma once
// SentHere: what this process has put into the log and has not read back yet. Its own line on its
// own subject need not be read once more. Thread-safe; a leaf among the locks.

#include <optional>
#include <string>
#include <unordered_map>

#include "base/mutex.hpp"
#include "mcp-memory/change.hpp"
#include "mcp-memory/store/outbox.hpp"

namespace memory {

class SentHere {
 public:
  /// Before it is sent. What has to be read in full when it comes back is passed over.
  void note(const Waiting& waiting, const std::string& subject);

  /// The kind of the change, if the line with this id was sent on this subject; it is forgotten
  /// then.
  std::optional<ChangeKind> take(const std::string& change_id, const std::string& subject);

 private:
  struct Line {
    std::string subject;
    ChangeKind kind;
  };

  base::Mutex mutex_;
  std::unordered_map<std::string, Line> lines_ GUARDED_BY(mutex_);  ///< by change id
};

}  // namespace memory
