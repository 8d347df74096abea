#include "mcp-runlog/intake/log_intake.hpp"

#include <algorithm>
#include <utility>

#include "mcp-runlog/intake/log_place.hpp"

namespace runlog {
namespace {

using std::chrono::milliseconds;

/// How often files are looked at that had nothing new.
constexpr milliseconds between_file_looks{100};

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
  std::vector<Progress> all(sources.begin(), sources.end());
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
    if (!goes_on) pause(stop, between_file_looks);
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
  Progress progress(source);
  Piece piece;
  do {
    if (stop.stop_requested())
      return base::stopped("stopped before the end of " + source.feed.name);
    piece = TRY(source.follower->next());
    if (!piece.remark.empty()) hear(source.feed, progress, piece.remark);
    TRY(deliver(stop, source, piece, progress));
    // A file that has nothing more now is at its end; a stream is when it says so.
  } while (piece.state == Piece::State::more ||
           (piece.state == Piece::State::waiting && piece.position.empty()));
  Piece rest = source.follower->unfinished();
  if (!rules_.has_last_line) rest.lines.clear();
  progress.unstored = unstored_lines_max;
  return deliver(stop, source, rest, progress);
}

Piece::State LogIntake::step(const std::stop_token& stop, LogSource& source, Progress& progress) {
  const auto piece = source.follower->next();
  if (!piece) {
    hear(source.feed, progress, piece.error().message);
    progress.is_failing = true;
    return Piece::State::waiting;
  }
  keep_delivering(stop, source, *piece, progress);
  if (!piece->remark.empty()) hear(source.feed, progress, piece->remark);
  return piece->state;
}

void LogIntake::keep_delivering(const std::stop_token& stop,
                                const LogSource& source,
                                const Piece& piece,
                                Progress& progress) {
  while (!stop.stop_requested()) {
    const auto delivered = deliver(stop, source, piece, progress);
    if (delivered) return;
    if (stop.stop_requested()) return;
    hear(source.feed, progress, delivered.error().message);
    pause(stop, after_error);
  }
}

base::Result<void> LogIntake::deliver(const std::stop_token& stop,
                                      const LogSource& source,
                                      const Piece& piece,
                                      Progress& progress) {
  LineTimes times = progress.times;
  Delivery delivery = delivery_of(source, piece, times);
  const auto lines = static_cast<std::int64_t>(piece.lines.size());
  const bool moves = !piece.position.empty() && piece.position != progress.position;
  const bool is_due = moves && progress.unstored + lines >= unstored_lines_max;
  // Even a delivery without events tells that the feed is well again.
  if (delivery.events.empty() && !is_due && !progress.is_failing) {
    progress.unstored += lines;
    progress.times = times;
    taken_.lines += lines;
    return {};
  }
  const Added added = TRY(sink_(stop, std::move(delivery)));
  progress.unstored = 0;
  progress.position = piece.position;
  progress.times = times;
  progress.trouble.clear();
  progress.is_failing = false;
  taken_.lines += lines;
  taken_.events.added += added.added;
  taken_.events.known += added.known;
  taken_.events.deleted += added.deleted;
  return {};
}

Delivery LogIntake::delivery_of(const LogSource& source,
                                const Piece& piece,
                                LineTimes& times) const {
  Delivery delivery{.feed = source.feed};
  delivery.at = clock_();
  Surroundings surroundings = rules_.surroundings;
  if (!source.agent.empty()) surroundings.agent = source.agent;
  times.begin(piece);
  surroundings.at = times.last() ? *times.last() : first_time(piece).value_or(delivery.at);
  for (const CutLine& line : piece.lines) {
    Read read = this->read(piece, line, surroundings);
    if (read.told_at) {
      times.told(*read.told_at);
      surroundings.at = *read.told_at;
    }
    for (Event& event : read.events) {
      if (rules_.only_run.empty() || event.run_id == rules_.only_run)
        delivery.events.push_back(std::move(event));
    }
  }
  if (!piece.position.empty()) delivery.position = written(LogPlace{piece.position, times.last()});
  return delivery;
}

Read LogIntake::read(const Piece& piece,
                     const CutLine& line,
                     const Surroundings& surroundings) const {
  return read_log_line({.text = line.text,
                        .file = piece.file,
                        .offset = line.offset,
                        .original_bytes = line.original_bytes},
                       surroundings,
                       rules_.unmarked);
}

std::optional<base::Instant> LogIntake::first_time(const Piece& piece) const {
  for (const CutLine& line : piece.lines) {
    const Read read = this->read(piece, line, rules_.surroundings);
    if (read.told_at) return read.told_at;
  }
  return std::nullopt;
}

void LogIntake::hear(const Feed& feed, Progress& progress, const std::string& trouble) {
  if (trouble == progress.trouble) return;
  progress.trouble = trouble;
  trouble_heard_(feed, trouble);
}

}  // namespace runlog
