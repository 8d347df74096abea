#include "mcp-runlog/intake/log_intake.hpp"

#include <algorithm>
#include <utility>

namespace runlog {
namespace {

using std::chrono::milliseconds;

/// How often files are looked at that had nothing new.
constexpr milliseconds between_looks{100};

constexpr milliseconds after_error{500};

/// Lines that gave no event may be read again; only so many of them.
constexpr std::int64_t unstored_lines_max = 10'000;

}  // namespace

LogIntake::LogIntake(Sink sink, TroubleHeard trouble_heard, LineRules rules, base::Clock clock)
    : sink_(std::move(sink)),
      trouble_heard_(std::move(trouble_heard)),
      rules_(std::move(rules)),
      clock_(std::move(clock)) {}

TakenIn LogIntake::follow(const std::stop_token& stop, std::vector<LogSource>& sources) {
  std::vector<Progress> all(sources.size());
  while (!stop.stop_requested()) {
    bool goes_on = false;
    bool has_open = false;
    for (std::size_t at = 0; at < sources.size() && !stop.stop_requested(); ++at) {
      if (all[at].has_ended) continue;
      const Piece::State state = step(stop, sources[at], all[at]);
      all[at].has_ended = state == Piece::State::ended;
      has_open = has_open || !all[at].has_ended;
      goes_on = goes_on || state == Piece::State::more;
    }
    if (!has_open) break;
    if (!goes_on) pause(stop, between_looks);
  }
  return taken_;
}

base::Result<TakenIn> LogIntake::read_once(const std::stop_token& stop,
                                           std::vector<LogSource>& sources) {
  for (LogSource& source : sources)
    TRY(finish(stop, source));
  return taken_;
}

base::Result<void> LogIntake::finish(const std::stop_token& stop, LogSource& source) {
  Progress progress;
  Piece piece;
  do {
    if (stop.stop_requested())
      return base::stopped("stopped before the end of " + source.feed.name);
    piece = TRY(source.follower->next());
    if (!piece.remark.empty()) hear(source.feed, progress, piece.remark);
    TRY(deliver(stop, source.feed, piece, progress));
    // A file that has nothing more now is at its end; a stream is when it says so.
  } while (piece.state == Piece::State::more ||
           (piece.state == Piece::State::waiting && piece.position.empty()));
  const Piece rest = source.follower->unfinished();
  progress.unstored = unstored_lines_max;
  return deliver(stop, source.feed, rest, progress);
}

Piece::State LogIntake::step(const std::stop_token& stop, LogSource& source, Progress& progress) {
  const auto piece = source.follower->next();
  if (!piece) {
    hear(source.feed, progress, piece.error().message);
    progress.is_failing = true;
    return Piece::State::waiting;
  }
  keep_delivering(stop, source.feed, *piece, progress);
  if (!piece->remark.empty()) hear(source.feed, progress, piece->remark);
  return piece->state;
}

void LogIntake::keep_delivering(const std::stop_token& stop,
                                const Feed& feed,
                                const Piece& piece,
                                Progress& progress) {
  while (!stop.stop_requested()) {
    const auto delivered = deliver(stop, feed, piece, progress);
    if (delivered) return;
    if (stop.stop_requested()) return;
    hear(feed, progress, delivered.error().message);
    pause(stop, after_error);
  }
}

base::Result<void> LogIntake::deliver(const std::stop_token& stop,
                                      const Feed& feed,
                                      const Piece& piece,
                                      Progress& progress) {
  Delivery delivery = delivery_of(feed, piece);
  const auto lines = static_cast<std::int64_t>(piece.lines.size());
  const bool moves = !piece.position.empty() && piece.position != progress.position;
  const bool is_due = moves && progress.unstored + lines >= unstored_lines_max;
  // Even a delivery without events tells that the feed is well again.
  if (delivery.events.empty() && !is_due && !progress.is_failing) {
    progress.unstored += lines;
    taken_.lines += lines;
    return {};
  }
  const Added added = TRY(sink_(stop, std::move(delivery)));
  progress.unstored = 0;
  progress.position = piece.position;
  progress.trouble.clear();
  progress.is_failing = false;
  taken_.lines += lines;
  taken_.events.added += added.added;
  taken_.events.known += added.known;
  taken_.events.deleted += added.deleted;
  return {};
}

Delivery LogIntake::delivery_of(const Feed& feed, const Piece& piece) const {
  Delivery delivery{.feed = feed};
  delivery.at = clock_();
  if (!piece.position.empty()) delivery.position = piece.position;
  Surroundings surroundings = rules_.surroundings;
  surroundings.at = delivery.at;
  for (const CutLine& line : piece.lines) {
    Read read = read_log_line({.text = line.text,
                               .file = piece.file,
                               .offset = line.offset,
                               .original_bytes = line.original_bytes},
                              surroundings,
                              rules_.unmarked);
    for (Event& event : read.events) {
      if (rules_.only_run.empty() || event.run_id == rules_.only_run)
        delivery.events.push_back(std::move(event));
    }
  }
  return delivery;
}

void LogIntake::hear(const Feed& feed, Progress& progress, const std::string& trouble) {
  if (trouble == progress.trouble) return;
  progress.trouble = trouble;
  trouble_heard_(feed, trouble);
}

}  // namespace runlog
