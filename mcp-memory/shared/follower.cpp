#include "mcp-memory/shared/follower.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "mcp-memory/shared/intake.hpp"
#include "mcp-memory/shared/streams.hpp"

namespace memory {
namespace {

using std::chrono::milliseconds;

/// A stop and an error are heard at once.
constexpr milliseconds intake_wait{500};

/// How often one that is no reader looks how far the reader is, and whether there still is one.
constexpr milliseconds between_glances{50};

constexpr milliseconds after_trouble{500};

base::Error no_log() {
  return base::unavailable(base::format(
      "there is no stream {}; the operator makes it with: mcp-memory nats setup", memory_stream));
}

std::int64_t created_ms(const nats::StreamInfo& log) {
  return log.state.created.time_since_epoch().count();
}

/// `end`: the last sequence of the log, as far as is known.
Board::Reading reading_of(const LogPlace& place, std::int64_t end, base::Instant connection) {
  return {
      place, std::max<std::int64_t>(end - place.sequence, 0), place.sequence >= end, connection};
}

}  // namespace

Follower::Follower(nats::Bus& bus,
                   Projection projection,
                   Board& board,
                   SentHere& sent,
                   const std::filesystem::path& store)
    : bus_(bus),
      projection_(projection),
      board_(board),
      sent_(sent),
      tail_path_(store.native() + ".tail") {}

void Follower::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!bus_.wait_connected(nats::within(answer_time_max, stop))) continue;
    const auto followed = is_reader() ? follow(stop) : watch(stop);
    board_.note_lost();
    if (followed || stop.stop_requested()) continue;
    board_.note_trouble(followed.error().message);
    board_.wait_news(stop, after_trouble);
  }
}

base::Result<void> Follower::follow(const std::stop_token& stop) {
  const base::Instant connection = bus_.standing().since;
  const auto log = TRY(bus_.stream(memory_stream, nats::within(answer_time_max, stop)));
  if (!log) return no_log();
  LogPlace place = TRY(find_place(*log, stop));
  const auto reader = TRY(bus_.read(
      {.stream = memory_stream, .sequence = static_cast<std::uint64_t>(place.sequence) + 1},
      nats::within(answer_time_max, stop)));
  if (!is_still(connection)) return {};
  Intake intake(*reader, sent_);
  board_.note_trouble("");
  auto end = static_cast<std::int64_t>(log->state.last_sequence);
  while (!stop.stop_requested()) {
    board_.note_reading(reading_of(place, end, connection));
    Intake::Arrived arrived = TRY(intake.take(stop, intake_wait));
    if (arrived.messages.empty()) continue;
    place = TRY(projection_.take_in(stop, created_ms(*log), arrived.messages));
    end = place.sequence + static_cast<std::int64_t>(arrived.pending);
    intake.drop(std::move(arrived.messages));
  }
  return {};
}

base::Result<bool> Follower::is_read_so_far(const nats::StreamInfo& log,
                                            const LogPlace& place,
                                            const std::stop_token& stop) {
  if (place.created_ms != created_ms(log)) return false;
  if (static_cast<std::int64_t>(log.state.last_sequence) < place.sequence) return false;
  if (place.sequence == 0) return true;
  const auto last = TRY(bus_.at(memory_stream,
                                static_cast<std::uint64_t>(place.sequence),
                                nats::within(answer_time_max, stop)));
  // It may have been erased since; then there is nothing to compare.
  return !last || (change_id_of(last->payload) == place.change_id &&
                   last->time.time_since_epoch().count() == place.stored_ms);
}

base::Result<LogPlace> Follower::find_place(const nats::StreamInfo& log,
                                            const std::stop_token& stop) {
  const LogPlace place = TRY(projection_.place(stop));
  if (place.created_ms == 0) return LogPlace{created_ms(log), 0};
  if (TRY(is_read_so_far(log, place, stop))) return place;
  const std::int64_t again = TRY(projection_.start_over(stop, created_ms(log)));
  base::log(
      base::LogLevel::warning,
      base::format("the stream {} is another one than before, or has lost its end: {} changes "
                   "that were read from it wait to be delivered again",
                   memory_stream,
                   again));
  return LogPlace{created_ms(log), 0};
}

base::Result<void> Follower::watch(const std::stop_token& stop) {
  const base::Instant connection = bus_.standing().since;
  auto log = TRY(bus_.stream(memory_stream, nats::within(answer_time_max, stop)));
  if (!log) return no_log();
  board_.note_trouble("");
  const auto end = static_cast<std::int64_t>(log->state.last_sequence);
  bool is_this_log = false;
  while (!stop.stop_requested() && is_still(connection) && !is_reader()) {
    const LogPlace place = TRY(projection_.place(stop));
    // Until the reader has noticed another log, its place is one in the old.
    if (!is_this_log) {
      log = TRY(bus_.stream(memory_stream, nats::within(answer_time_max, stop)));
      if (!log) return no_log();
      is_this_log = place.created_ms == 0 || TRY(is_read_so_far(*log, place, stop));
    }
    if (is_this_log) board_.note_reading(reading_of(place, end, connection));
    board_.wait_news(stop, between_glances);
  }
  return {};
}

bool Follower::is_still(base::Instant connection) const {
  const nats::Standing standing = bus_.standing();
  return standing.connected && standing.since == connection;
}

/// The kernel lets go of the lock when its holder dies, however it dies.
bool Follower::is_reader() {
  if (!tail_) tail_ = base::Fd(::open(tail_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  return tail_ && ::flock(tail_.number(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace memory
