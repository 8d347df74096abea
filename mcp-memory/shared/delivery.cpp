#include "mcp-memory/shared/delivery.hpp"

#include <utility>

#include "base/format.hpp"
#include "mcp-memory/shared/read_news.hpp"

namespace memory {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t batch_max = 1000;

/// Another process may have left something behind, or put something in.
constexpr milliseconds between_rounds{250};
constexpr milliseconds after_failure{500};
constexpr std::chrono::seconds time_max{5};
constexpr milliseconds for_last_events{50};
constexpr std::size_t news_max = 1000;

nats::Patience until(const std::stop_token& stop) {
  return {std::chrono::steady_clock::now() + time_max, stop};
}

constexpr std::string_view second = ".again";

bool is_second_id(std::string_view message_id) {
  return message_id.ends_with(second);
}

nats::Publication with_second_id(nats::Publication publication) {
  publication.message_id += second;
  return publication;
}

nats::Publication without_expectation(nats::Publication publication) {
  publication.after.reset();
  return publication;
}

}  // namespace

Delivery::Delivery(nats::Bus& bus, Projection projection, Board& board, Sender sender)
    : bus_(bus), projection_(projection), board_(board), sender_(std::move(sender)) {}

void Delivery::tell_of_reading(const activity::ToolCall& call) {
  nats::Publication news = read_news(call, sender_.name);
  const base::Lock lock(mutex_);
  if (news_.size() < news_max) news_.push_back(std::move(news));
}

void Delivery::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const bool is_on_time = is_time(stop);
    const auto delivered = is_on_time ? deliver(stop) : base::Result<bool>(false);
    if (is_on_time) board_.note_undelivered(delivered ? "" : delivered.error().message);
    if (delivered && *delivered) continue;
    board_.wait_nudged(stop, is_on_time && delivered ? between_rounds : milliseconds(5));
    if (!delivered) board_.wait_news(stop, after_failure);
  }
  announce({.deadline = std::chrono::steady_clock::now() + for_last_events});
}

/// True once all that the log had when the connection was made was read.
bool Delivery::is_time(const std::stop_token& stop) {
  const nats::Standing standing = bus_.standing();
  if (!standing.connected) return bus_.wait_connected(until(stop)) && is_time(stop);
  if (standing.since != connected_since_) {
    const auto log = bus_.stream(memory_stream, until(stop));
    if (!log || !*log) return false;
    end_ = static_cast<std::int64_t>((*log)->state.last_sequence);
    connected_since_ = standing.since;
  }
  const Board::Reading reading = board_.reading();
  // What was read on another connection may be another log.
  const bool is_of_this = reading.connection == connected_since_;
  return end_ == 0 || (is_of_this && reading.place.sequence >= end_);
}

/// True if anything got into the log.
base::Result<bool> Delivery::deliver(const std::stop_token& stop) {
  const std::string agent = sender_.is_operator ? "" : sender_.name;
  const std::vector<Waiting> waiting = TRY(projection_.next_to_deliver(stop, agent, batch_max));
  if (waiting.empty()) {
    announce(until(stop));
    return false;
  }
  std::vector<Letter> letters;
  letters.reserve(waiting.size());
  for (const Waiting& one : waiting)
    letters.push_back(letter_of(one, sender_.name));
  const std::vector<Sent> sent = send(letters, stop);
  std::vector<Projection::Acknowledged> acknowledged;
  std::string trouble;
  for (std::size_t at = 0; at < sent.size(); ++at) {
    if (sent[at].sequence > 0) {
      acknowledged.emplace_back(waiting[at].change_id, sent[at].sequence);
      events_.push_back(std::move(letters[at].event));
      board_.note_refused(waiting[at].change_id, "");
    } else {
      board_.note_refused(waiting[at].change_id, sent[at].why_not);
      trouble = sent[at].why_not;
    }
  }
  if (!acknowledged.empty()) TRY(projection_.acknowledge(stop, acknowledged));
  if (!trouble.empty()) return base::unavailable(trouble);
  return !acknowledged.empty();
}

/// With the news of what was sent before: that is one wait for both.
std::vector<Delivery::Sent> Delivery::send(const std::vector<Letter>& letters,
                                           const std::stop_token& stop) {
  collect_news();
  std::vector<nats::Publication> publications = std::exchange(events_, {});
  const std::size_t events = publications.size();
  publications.reserve(events + letters.size());
  for (const Letter& letter : letters)
    publications.push_back(letter.change);
  const auto published = bus_.publish(publications, until(stop));
  std::vector<Sent> sent;
  sent.reserve(letters.size());
  for (std::size_t at = 0; at < letters.size(); ++at)
    sent.push_back(look_at(letters[at].change, published[events + at], stop));
  return sent;
}

Delivery::Sent Delivery::look_at(const nats::Publication& publication,
                                 const nats::Published& published,
                                 const std::stop_token& stop) {
  const bool was_before = published.verdict == nats::Verdict::stored_before;
  const bool is_in = published.verdict == nats::Verdict::stored ||
                     (was_before && is_there(publication, published.sequence, stop));
  if (is_in) return {static_cast<std::int64_t>(published.sequence), {}};
  // Somebody has used the id for something else. Any other will do: nobody reads it.
  if (was_before && !is_second_id(publication.message_id))
    return send_again(with_second_id(publication), stop);
  if (published.verdict == nats::Verdict::not_last) {
    const auto last = bus_.last_of(memory_stream, publication.subject, until(stop));
    if (last && *last && (*last)->payload == publication.payload)
      return {static_cast<std::int64_t>((*last)->sequence), {}};
    // Something else was said of the record meanwhile. The verdict on that is the projection's.
    return send_again(without_expectation(publication), stop);
  }
  return {0, base::format("{}: {}", nats::spelled(published.verdict), published.detail)};
}

Delivery::Sent Delivery::send_again(const nats::Publication& publication,
                                    const std::stop_token& stop) {
  return look_at(publication, bus_.publish({&publication, 1}, until(stop)).front(), stop);
}

bool Delivery::is_there(const nats::Publication& publication,
                        std::uint64_t sequence,
                        const std::stop_token& stop) {
  const auto there = bus_.at(memory_stream, sequence, until(stop));
  return there && *there && (*there)->subject == publication.subject &&
         (*there)->payload == publication.payload;
}

/// The log has them already, so nothing depends on the news.
void Delivery::announce(const nats::Patience& patience) {
  collect_news();
  if (!events_.empty()) bus_.publish(std::exchange(events_, {}), patience);
}

void Delivery::collect_news() {
  const base::Lock lock(mutex_);
  for (nats::Publication& news : news_)
    events_.push_back(std::move(news));
  news_.clear();
}

}  // namespace memory
