#include "mcp-memory/shared/delivery.hpp"

#include <string_view>
#include <utility>

#include "base/format.hpp"
#include "mcp-memory/shared/read_news.hpp"

namespace memory {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t batch_max = 1000;

/// One is sent while the answers for the one before come.
constexpr std::size_t under_way_max = 2 * batch_max;

/// Another process may have left something behind, or put something in.
constexpr milliseconds between_rounds{250};
constexpr milliseconds after_failure{500};
constexpr milliseconds for_events{100};
constexpr milliseconds for_last_events{50};
constexpr std::size_t news_max = 1000;

/// A reader of this machine takes a few milliseconds.
constexpr milliseconds for_reading_back{5};
constexpr milliseconds between_looks_back{1};

constexpr std::string_view second = ".again";

bool is_second_id(std::string_view message_id) {
  return message_id.ends_with(second);
}

/// What was asked then about the message may have got no answer.
bool may_be_stored(nats::Verdict verdict) {
  return verdict == nats::Verdict::unanswered || verdict == nats::Verdict::stored_before ||
         verdict == nats::Verdict::not_last;
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

Delivery::Delivery(
    nats::Bus& bus, Projection projection, Board& board, SentHere& sent, Sender sender)
    : bus_(bus), projection_(projection), board_(board), sent_(sent), sender_(std::move(sender)) {}

void Delivery::tell_of_reading(const activity::ToolCall& call) {
  nats::Publication news = read_news(call, sender_.name);
  const base::Lock lock(mutex_);
  if (news_.size() < news_max) news_.push_back(std::move(news));
}

void Delivery::take_over(const std::stop_token& stop) {
  const auto waiting = projection_.next_to_deliver(stop, wanted(under_way_max));
  if (!waiting) return;
  for (const Waiting& one : *waiting)
    unanswered_.emplace(one.change_id, letter_of(one, sender_.name).event);
}

void Delivery::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const bool is_on_time = is_time(stop);
    const auto delivered = is_on_time ? deliver(stop) : come_to_rest(stop);
    // What is under way is not known to be taken yet.
    if (!delivered) board_.note_undelivered(delivered.error().message);
    if (delivered && is_on_time && !under_way_) board_.note_undelivered("");
    if (delivered && *delivered) continue;
    board_.wait_nudged(stop, is_on_time && delivered ? between_rounds : milliseconds(5));
    if (!delivered) board_.wait_news(stop, after_failure);
  }
  static_cast<void>(come_to_rest(stop));
  look_for_unanswered({});
  announce(nats::within(for_last_events));
}

/// True once all that the log had when the connection was made was read.
bool Delivery::is_time(const std::stop_token& stop) {
  const nats::Standing standing = bus_.standing();
  if (!standing.connected)
    return bus_.wait_connected(nats::within(answer_time_max, stop)) && is_time(stop);
  if (standing.since != connected_since_) {
    const auto log = bus_.stream(memory_stream, nats::within(answer_time_max, stop));
    if (!log || !*log) return false;
    end_ = static_cast<std::int64_t>((*log)->state.last_sequence);
    connected_since_ = standing.since;
  }
  const Board::Reading reading = board_.reading();
  // What was read on another connection may be another log.
  const bool is_of_this = reading.connection == connected_since_;
  return end_ == 0 || (is_of_this && reading.place.sequence >= end_);
}

/// What was read is what the log of this connection had.
bool Delivery::is_still_connected() const {
  const nats::Standing standing = bus_.standing();
  return standing.connected && standing.since == connected_since_;
}

/// True if there may be more to do at once.
base::Result<bool> Delivery::deliver(const std::stop_token& stop) {
  auto delivered = deliver_next(stop);
  if (delivered) return delivered;
  TRY(start_over(stop));
  return delivered;
}

/// There is nothing to do until it is time again.
base::Result<bool> Delivery::come_to_rest(const std::stop_token& stop) {
  if (under_way_) TRY(start_over(stop));
  return false;
}

/// One batch after the other, each behind the last; the next one is looked up while the answers for
/// the one before come. What waits for one that was sent is found once that is known to be in the
/// log, with a look from the oldest on.
base::Result<bool> Delivery::deliver_next(const std::stop_token& stop) {
  std::vector<Waiting> waiting = TRY(next(stop));
  if (under_way_) {
    TRY(conclude(stop));
    if (!is_still_connected()) {
      behind_ = from_the_oldest;
      return true;
    }
    TRY(projection_.keep_waiting(stop, waiting));
  }
  if (!waiting.empty()) {
    under_way_ = send(std::move(waiting), stop);
    return true;
  }
  look_for_unanswered(stop);
  TRY(settle(stop));
  announce(nats::within(for_events, stop));
  return std::exchange(behind_, from_the_oldest) != from_the_oldest;
}

base::Result<std::vector<Waiting>> Delivery::next(const std::stop_token& stop) {
  auto waiting = TRY(projection_.next_to_deliver(stop, wanted(batch_max)));
  if (!waiting.empty()) behind_ = waiting.back().number;
  return waiting;
}

Delivering Delivery::wanted(std::size_t count) const {
  return {sender_.is_operator ? "" : sender_.name, behind_, count};
}

/// With the news of what was sent before.
Delivery::UnderWay Delivery::send(std::vector<Waiting> waiting, const std::stop_token& stop) {
  collect_news();
  bus_.tell(std::exchange(events_, {}));
  UnderWay sent{.waiting = std::move(waiting)};
  sent.changes.reserve(sent.waiting.size());
  sent.events.reserve(sent.waiting.size());
  for (const Waiting& one : sent.waiting) {
    Letter letter = letter_of(one, sender_.name);
    sent_.note(one, letter.change.subject);
    sent.changes.push_back(std::move(letter.change));
    sent.events.push_back(std::move(letter.event));
  }
  sent.publishing = bus_.begin(sent.changes, nats::within(answer_time_max, stop));
  return sent;
}

/// Those of the batch before were read back while this one was under way.
base::Result<void> Delivery::conclude(const std::stop_token& stop) {
  UnderWay sent = *std::exchange(under_way_, {});
  const auto published = sent.publishing->wait();
  auto settled = settle(stop);
  std::string trouble;
  for (std::size_t at = 0; at < sent.waiting.size(); ++at) {
    const std::string& change_id = sent.waiting[at].change_id;
    const Sent one = look_at(sent.changes[at], published[at], stop);
    board_.note_refused(change_id, one.why_not);
    if (one.sequence > 0) {
      acknowledged_.emplace_back(change_id, one.sequence);
      events_.push_back(std::move(sent.events[at]));
      unanswered_.erase(change_id);
      continue;
    }
    trouble = one.why_not;
    if (may_be_stored(published[at].verdict))
      unanswered_.insert_or_assign(change_id, std::move(sent.events[at]));
  }
  if (!trouble.empty()) return base::unavailable(trouble);
  if (settled) board_.note_undelivered("");
  return settled;
}

void Delivery::look_for_unanswered(const std::stop_token& stop) {
  std::erase_if(unanswered_, [&](auto& one) {
    const auto fate = projection_.fate(stop, one.first);
    if (!fate || fate->is_waiting) return false;
    if (fate->sequence > 0) events_.push_back(std::move(one.second));
    return true;
  });
}

/// From the oldest that waits, with nothing under way.
base::Result<void> Delivery::start_over(const std::stop_token& stop) {
  behind_ = from_the_oldest;
  auto concluded = under_way_ ? conclude(stop) : base::Result<void>();
  look_for_unanswered(stop);
  TRY(settle(stop));
  return concluded;
}

/// What is read back soon need not be written down as acknowledged. Until then it may be sent
/// again, which does no harm.
base::Result<void> Delivery::settle(const std::stop_token& stop) {
  if (acknowledged_.empty()) return {};
  const auto deadline = std::chrono::steady_clock::now() + for_reading_back;
  const std::int64_t last = acknowledged_.back().second;
  while (board_.reading().place.sequence < last && !stop.stop_requested() &&
         std::chrono::steady_clock::now() < deadline)
    board_.wait_news(stop, between_looks_back);
  TRY(projection_.acknowledge(stop, acknowledged_));
  acknowledged_.clear();
  return {};
}

/// What cannot be looked at now is sent anew another time, and looked at then.
Delivery::Sent Delivery::look_at(const nats::Publication& publication,
                                 const nats::Published& published,
                                 const std::stop_token& stop) {
  switch (published.verdict) {
    case nats::Verdict::stored:
      return {static_cast<std::int64_t>(published.sequence), {}};
    case nats::Verdict::stored_before: {
      const auto there = is_there(publication, published.sequence, stop);
      if (!there) return {0, there.error().message};
      if (*there) return {static_cast<std::int64_t>(published.sequence), {}};
      if (is_second_id(publication.message_id)) break;
      // Somebody has used the id for something else. Any other will do: nobody reads it.
      return send_again(with_second_id(publication), stop);
    }
    case nats::Verdict::not_last: {
      const auto same = last_if_same(publication, stop);
      if (!same) return {0, same.error().message};
      if (*same > 0) return {*same, {}};
      // Something else was said of the record meanwhile. The verdict on that is the projection's.
      return send_again(without_expectation(publication), stop);
    }
    default:
      break;
  }
  return {0, base::format("{}: {}", nats::spelled(published.verdict), published.detail)};
}

Delivery::Sent Delivery::send_again(const nats::Publication& publication,
                                    const std::stop_token& stop) {
  if (stop.stop_requested() || !is_still_connected())
    return {0, "the connection was lost before it could be sent once more"};
  return look_at(publication,
                 bus_.publish({&publication, 1}, nats::within(answer_time_max, stop)).front(),
                 stop);
}

base::Result<bool> Delivery::is_there(const nats::Publication& publication,
                                      std::uint64_t sequence,
                                      const std::stop_token& stop) {
  const auto there = TRY(bus_.at(memory_stream, sequence, nats::within(answer_time_max, stop)));
  return there && there->subject == publication.subject && there->payload == publication.payload;
}

/// 0: the last message of its subject says something else.
base::Result<std::int64_t> Delivery::last_if_same(const nats::Publication& publication,
                                                  const std::stop_token& stop) {
  const auto last =
      TRY(bus_.last_of(memory_stream, publication.subject, nats::within(answer_time_max, stop)));
  if (!last || last->payload != publication.payload) return std::int64_t{0};
  return static_cast<std::int64_t>(last->sequence);
}

/// The log has the changes already, so nothing depends on the news, or waits long for them.
void Delivery::announce(const nats::Patience& patience) {
  collect_news();
  const auto news = std::exchange(events_, {});
  if (news.empty()) return;
  bus_.tell(news);
  // The stream has stored all of them when it answers for the last, which it keeps once.
  bus_.publish(std::span(news).last(1), patience);
}

void Delivery::collect_news() {
  const base::Lock lock(mutex_);
  for (nats::Publication& news : news_)
    events_.push_back(std::move(news));
  news_.clear();
}

}  // namespace memory
