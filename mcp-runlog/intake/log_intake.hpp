#pragma once
// LogIntake: brings the lines of logs into the run log. What a file gave is committed together with
// the place up to which it was read, so that nothing is lost or doubled by an end at any time. A
// delivery that cannot be stored is tried again until it can.

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/following/follower.hpp"
#include "mcp-runlog/intake/line_times.hpp"
#include "mcp-runlog/intake/log_source.hpp"
#include "mcp-runlog/intake/sink.hpp"
#include "mcp-runlog/sources/log_line.hpp"

namespace runlog {

/// What becomes of lines.
struct LineRules {
  Surroundings surroundings = {};  ///< `at` is set for each line (line_times.hpp)
  Unmarked unmarked = Unmarked::left_out;
  std::string only_run = {};  ///< lines of other runs are left out; empty: they are not
  /// When reading once, what stands behind the last line feed of a file is a line.
  bool has_last_line = false;
};

struct TakenIn {
  std::int64_t lines = 0;
  Added events = {};
};

class LogIntake {
 public:
  LogIntake(Sink sink, TroubleHeard trouble_heard, LineRules rules, base::Clock clock);

  /// Until all have ended or the stop is requested.
  TakenIn follow(const std::stop_token& stop, std::vector<LogSource>& sources);

  /// What is there now. A last line without a line break may be one that is being written: it waits
  /// for the next time, unless the rules say that it is whole. An error of the store or of a file
  /// ends it.
  base::Result<TakenIn> read_once(const std::stop_token& stop, std::vector<LogSource>& sources);

 private:
  /// How far one source is.
  struct Progress {
    explicit Progress(const LogSource& source) : times(source.told_at) {}

    LineTimes times;
    bool has_ended = false;
    bool is_failing = false;    ///< it could not be read
    std::string trouble = {};   ///< that was heard of last
    std::string position = {};  ///< that was stored last
    std::int64_t unstored = 0;  ///< lines since then
  };

  Piece::State step(const std::stop_token& stop, LogSource& source, Progress& progress);
  base::Result<void> deliver(const std::stop_token& stop,
                             const LogSource& source,
                             const Piece& piece,
                             Progress& progress);
  base::Result<void> finish(const std::stop_token& stop, LogSource& source);
  void keep_delivering(const std::stop_token& stop,
                       const LogSource& source,
                       const Piece& piece,
                       Progress& progress);
  void hear(const Feed& feed, Progress& progress, const std::string& trouble);
  Delivery delivery_of(const LogSource& source, const Piece& piece, LineTimes& times) const;
  Read read(const Piece& piece, const CutLine& line, const Surroundings& surroundings) const;
  std::optional<base::Instant> first_time(const Piece& piece) const;

  const Sink sink_;
  const TroubleHeard trouble_heard_;
  const LineRules rules_;
  const base::Clock clock_;
  TakenIn taken_;
};

}  // namespace runlog
