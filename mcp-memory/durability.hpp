#pragma once
// How safely a change is kept when its author hears of it.

#include <cstdint>
#include <string>
#include <string_view>

namespace memory {

struct Durability {
  enum class Level {
    on_disk,  ///< of this machine; there is no log of record
    queued,   ///< on disk, and waits for the log
    in_log
  };
  Level level = Level::on_disk;
  std::int64_t sequence = 0;  ///< in the log; 0: the log had no need of it
  std::string why_queued = {};
};

/// "on_disk", "queued", "in_log".
std::string_view name_of(Durability::Level level);

/// A clause for a reply: "it is on disk", "it is in the log, sequence 12", ...
std::string words_for(const Durability& durability);

}  // namespace memory
