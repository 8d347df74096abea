#include "mcp-runlog/wrapping/scribe.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "mcp-runlog/wrapping/output_lines.hpp"

namespace runlog {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds batch_time{100};
constexpr std::size_t batch_events = 100;

/// What may wait for the scribe. Faster commands are not slowed down; their output has a gap.
constexpr std::size_t waiting_bytes_max = std::size_t{4} * 1024 * 1024;

/// What is kept of one command. The output of some is a file rather than a log, and must not fill a
/// spool that others need.
constexpr std::int64_t kept_bytes_max = std::int64_t{16} * 1024 * 1024;
constexpr std::int64_t kept_lines_max = 100'000;

}  // namespace

Scribe::Scribe(EventsOf events_of, Keep keep, base::Clock clock)
    : events_of_(std::move(events_of)),
      keep_(std::move(keep)),
      clock_(std::move(clock)),
      thread_([this] { run(); }) {}

Scribe::~Scribe() {
  finish();
}

void Scribe::take(Channel channel, std::string_view piece) {
  const base::Instant now = clock_();
  const auto bytes = static_cast<std::int64_t>(piece.size());
  const base::Lock lock(mutex_);
  const bool is_too_much =
      waiting_bytes_ + piece.size() > waiting_bytes_max || taken_bytes_ + bytes > kept_bytes_max;
  bool& has_gap = has_gap_[static_cast<std::size_t>(channel)];
  if (is_too_much) {
    has_gap = true;
    omitted_bytes_ += bytes;
    return;
  }
  // What stands on either side of a gap is not one line.
  std::string text = std::exchange(has_gap, false) ? "\n" : "";
  text += piece;
  taken_bytes_ += bytes;
  waiting_bytes_ += piece.size();
  pieces_.push_back({channel, std::move(text), now});
  changed_.notify_one();
}

Omission Scribe::finish() {
  {
    const base::Lock lock(mutex_);
    over_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  const base::Lock lock(mutex_);
  return {omitted_bytes_ + bytes_beyond_, trouble_};
}

void Scribe::run() {
  try {
    write();
  } catch (const std::exception& error) {
    trouble_ = error.what();
  }
}

void Scribe::write() {
  std::array<OutputLines, 2> cutters;
  std::vector<Event> events;
  steady_clock::time_point batch_began;
  const auto add = [&](Channel channel, std::vector<OutputLine> lines, base::Instant at) {
    for (OutputLine& line : lines) {
      if (lines_ == kept_lines_max) {
        bytes_beyond_ += line.bytes;
        continue;
      }
      const WrittenLine written{channel, ++lines_, std::move(line.text), line.bytes, at};
      if (events.empty()) batch_began = steady_clock::now();
      for (Event& event : events_of_(written))
        events.push_back(std::move(event));
      const bool is_time = steady_clock::now() - batch_began >= batch_time;
      if (events.size() >= batch_events || is_time) write_down(events);
    }
  };
  bool over = false;
  while (!over) {
    for (const Piece& piece : next_pieces(!events.empty(), over))
      add(piece.channel,
          cutters[static_cast<std::size_t>(piece.channel)].take(piece.bytes),
          piece.at);
    if (steady_clock::now() - batch_began >= batch_time) write_down(events);
  }
  for (const Channel channel : {Channel::output, Channel::errors})
    add(channel, cutters[static_cast<std::size_t>(channel)].take_rest(), clock_());
  write_down(events);
}

/// Waits for some, and if a batch was begun for the end of that.
std::vector<Scribe::Piece> Scribe::next_pieces(bool is_begun, bool& over) {
  const auto deadline = steady_clock::now() + batch_time;
  const base::Lock lock(mutex_);
  while (pieces_.empty() && !over_) {
    if (!is_begun)
      changed_.wait(mutex_);
    else if (!changed_.wait_until(mutex_, deadline))
      break;
  }
  waiting_bytes_ = 0;
  over = over_;
  return std::exchange(pieces_, {});
}

void Scribe::write_down(std::vector<Event>& events) {
  if (events.empty()) return;
  const auto kept = keep_(events);
  if (!kept && trouble_.empty()) trouble_ = kept.error().message;
  events.clear();
}

}  // namespace runlog
