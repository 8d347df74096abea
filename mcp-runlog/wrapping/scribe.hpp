#pragma once
// Scribe: writes down what a command writes, beside it: whoever hands pieces over never waits, and
// never hears of trouble. One thread, from construction to finish().

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/wrapping/relay.hpp"

namespace runlog {

struct WrittenLine {
  Channel channel;
  std::int64_t number;  ///< of all channels together, from 1
  std::string text;
  std::int64_t bytes;  ///< of the whole line; more than the text has if that was cut
  base::Instant at;
};

using EventsOf = std::function<std::vector<Event>(const WrittenLine&)>;
using Keep = std::function<base::Result<void>(std::span<const Event>)>;

/// What is missing, for whoever reads the run.
struct Omission {
  std::int64_t bytes = 0;    ///< that came too fast, or beyond what is kept of one command
  std::string trouble = {};  ///< the first thing that went wrong with keeping events
};

class Scribe {
 public:
  /// `keep` gets events in batches: a tenth of a second after the first of them, or when there are
  /// a hundred. Both functions are called in the scribe's thread.
  Scribe(EventsOf events_of, Keep keep, base::Clock clock);
  ~Scribe();

  Scribe(const Scribe&) = delete;
  Scribe& operator=(const Scribe&) = delete;

  void take(Channel channel, std::string_view piece);

  /// Writes down what is left, and ends.
  Omission finish();

  /// That were written down; after finish().
  std::int64_t lines() const { return lines_; }

 private:
  struct Piece {
    Channel channel;
    std::string bytes;
    base::Instant at;
  };

  void run();
  void write();
  std::vector<Piece> next_pieces(bool is_begun, bool& over);
  void write_down(std::vector<Event>& events);

  const EventsOf events_of_;
  const Keep keep_;
  const base::Clock clock_;
  std::int64_t lines_ = 0;         ///< of the thread, as the next
  std::int64_t bytes_beyond_ = 0;  ///< in lines that were too many
  std::string trouble_;

  base::Mutex mutex_;
  base::Condition changed_;
  std::vector<Piece> pieces_ GUARDED_BY(mutex_);
  std::size_t waiting_bytes_ GUARDED_BY(mutex_) = 0;
  std::int64_t taken_bytes_ GUARDED_BY(mutex_) = 0;
  std::int64_t omitted_bytes_ GUARDED_BY(mutex_) = 0;
  std::array<bool, 2> has_gap_ GUARDED_BY(mutex_) = {};  ///< by channel
  bool over_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace runlog
