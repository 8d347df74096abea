#include "nats/post.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "base/format.hpp"
#include "nats/delivery.hpp"

namespace nats {
namespace {

using Kind = Answer::Kind;

/// A server queues what it has not stored yet and refuses more than some thousands.
constexpr std::size_t in_flight_max = 1024;
constexpr std::size_t bytes_in_flight_max = std::size_t{16} * 1024 * 1024;

constexpr int no_responders_status = 503;

/// The server cuts its own words here, and the subject in them.
constexpr std::size_t refused_subject_whole_max = 200;

bool has_room(const Batch& batch) {
  return batch.in_flight < in_flight_max && batch.bytes_in_flight < bytes_in_flight_max;
}

std::optional<std::uint64_t> number_of(std::string_view subject) {
  const std::string_view token = subject.substr(subject.rfind('.') + 1);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return number;
}

Answer answer_of(Incoming message) {
  if (message.status == no_responders_status) {
    return {.kind = Kind::no_responders, .detail = "nobody listens to this subject"};
  }
  return {.kind = Kind::reply, .message = std::move(message)};
}

Answer answer_of(Sending sending) {
  switch (sending) {
    case Sending::too_large:
      return {.kind = Kind::too_large, .detail = "larger than the server takes"};
    case Sending::not_sent:
      return {.kind = Kind::not_sent, .detail = "the connection does not take it"};
    default:
      return {.kind = Kind::unanswered, .detail = "the connection was lost while it was sent"};
  }
}

}  // namespace

bool is_refused(std::string_view refused, std::string_view subject) {
  if (refused == subject) return true;
  return refused.size() > refused_subject_whole_max && subject.starts_with(refused);
}

std::shared_ptr<Batch> Post::begin(std::vector<Outgoing> messages, const Patience& patience) {
  std::shared_ptr<Batch> batch;
  std::optional<Turn> own;
  {
    const base::Lock lock(mutex_);
    if (may_send_itself(messages, patience)) {
      batch = std::make_shared<Batch>(std::move(messages));
      own = begin_next(batch);
    } else {
      batch = queued(std::move(messages));
    }
  }
  if (own) send(*own);
  return batch;
}

std::vector<Answer> Post::wait(const std::shared_ptr<Batch>& batch, const Patience& patience) {
  const std::stop_callback stopped(patience.stop, [&] {
    const base::Lock lock(mutex_);
    batch->answered.notify_all();
  });
  const base::Lock lock(mutex_);
  while (batch->open > 0 && !patience.stop.stop_requested()) {
    if (!batch->answered.wait_until(mutex_, patience.deadline)) break;
  }
  settle_open(batch);
  return std::move(batch->answers);
}

void Post::give_up(const std::shared_ptr<Batch>& batch) {
  const base::Lock lock(mutex_);
  settle_open(batch);
}

void Post::tell(std::vector<Outgoing> messages) {
  const base::Lock lock(mutex_);
  const auto batch = queued(std::move(messages));
  batch->told = true;
}

std::string Post::address_of(const std::string& consumer, const std::shared_ptr<Sink>& sink) {
  std::optional<std::string> lost;
  std::shared_ptr<Sink> before;
  std::string address;
  {
    const base::Lock lock(mutex_);
    address = base::format("{}.{}", inbox_, ++last_number_);
    std::erase_if(sinks_, [](const auto& entry) { return entry.second.expired(); });
    before = sinks_[consumer].lock();
    sinks_[consumer] = sink;
    sinks_[address] = sink;
    if (connection_ == nullptr) lost = why_disconnected_;
  }
  if (before) before->lost(base::format("{} is read anew on this connection", consumer));
  if (lost) sink->lost(*lost);
  return address;
}

void Post::give_back_of(const std::string& consumer) {
  const base::Lock lock(mutex_);
  giving_back_.insert(consumer);
}

void Post::connected(std::shared_ptr<Connection> connection) {
  const base::Lock lock(mutex_);
  connection_ = std::move(connection);
}

void Post::disconnected(const std::string& why) {
  std::vector<std::shared_ptr<Sink>> sinks;
  {
    const base::Lock lock(mutex_);
    connection_ = nullptr;
    why_disconnected_ = why;
    for (const auto& batch : std::exchange(queue_, {})) {
      batch->queued = false;
      settle_unsent(*batch, why);
    }
    while (!requests_.empty()) {
      const auto batch = requests_.begin()->second.batch;
      settle(requests_.begin()->first, {.kind = Kind::unanswered, .detail = why});
      settle_unsent(*batch, why);
    }
    sinks = all_sinks();
  }
  for (const auto& sink : sinks)
    sink->lost(why);
}

void Post::end() {
  const base::Lock lock(mutex_);
  ended_ = true;
  to_send_.notify_all();
}

bool Post::send_next() {
  Turn turn;
  {
    const base::Lock lock(mutex_);
    while (!next_turn(turn)) {
      if (ended_) return false;
      to_send_.wait(mutex_);
    }
  }
  send(turn);
  return true;
}

bool Post::may_send_itself(const std::vector<Outgoing>& messages, const Patience& patience) {
  return messages.size() == 1 && queue_.empty() && connection_ != nullptr && !ended_ &&
         patience.deadline - std::chrono::steady_clock::now() > send_time_max;
}

void Post::send(const Turn& turn) {
  const Outgoing& message = turn.batch->messages[turn.index];
  const bool expects_answer = turn.number != 0;
  const Sending sending = turn.connection->send(message);
  if (sending == Sending::sent || !expects_answer) return;
  const base::Lock lock(mutex_);
  settle(turn.number, answer_of(sending));
}

void Post::received(Incoming message) {
  std::shared_ptr<Sink> sink;
  {
    const base::Lock lock(mutex_);
    sink = sink_of(message);
    if (sink == nullptr) return settle_without_sink(std::move(message));
  }
  sink->received(std::move(message));
}

void Post::refused(std::string_view subject, const std::string& words) {
  std::vector<std::shared_ptr<Sink>> sinks;
  {
    const base::Lock lock(mutex_);
    std::vector<std::uint64_t> numbers;
    for (const auto& [number, request] : requests_) {
      if (is_refused(subject, request.batch->messages[request.index].subject)) {
        numbers.push_back(number);
      }
    }
    for (const std::uint64_t number : numbers)
      settle(number, {.kind = Kind::forbidden, .detail = words});
    sinks = all_sinks();
  }
  for (const auto& sink : sinks)
    sink->refused(subject, words);
}

std::shared_ptr<Batch> Post::queued(std::vector<Outgoing> messages) {
  auto batch = std::make_shared<Batch>(std::move(messages));
  if (connection_ == nullptr || ended_) {
    settle_unsent(*batch, why_disconnected_);
  } else {
    queue_again(batch);
  }
  return batch;
}

/// Takes the next message of the first batch that may send one.
bool Post::next_turn(Turn& turn) {
  while (!queue_.empty() && !ended_) {
    const auto batch = queue_.front();
    const bool sends_on = !batch->all_begun() && has_room(*batch);
    if (sends_on) {
      turn = begin_next(batch);
      return true;
    }
    queue_.pop_front();
    batch->queued = false;
  }
  return false;
}

Post::Turn Post::begin_next(const std::shared_ptr<Batch>& batch) {
  Turn turn{.connection = connection_, .batch = batch, .index = batch->next++};
  if (batch->told) return turn;
  turn.number = ++last_number_;
  batch->messages[turn.index].reply = base::format("{}.{}", inbox_, turn.number);
  ++batch->in_flight;
  batch->bytes_in_flight += batch->messages[turn.index].payload.size();
  requests_.emplace(turn.number, Request{batch, turn.index});
  return turn;
}

/// Does nothing for a request that was answered or given up.
void Post::settle(std::uint64_t number, Answer answer) {
  const auto found = requests_.find(number);
  if (found == requests_.end()) return;
  const Request request = std::move(found->second);
  requests_.erase(found);
  Batch& batch = *request.batch;
  batch.answers[request.index] = std::move(answer);
  --batch.open;
  --batch.in_flight;
  batch.bytes_in_flight -= batch.messages[request.index].payload.size();
  if (batch.open == 0) batch.answered.notify_all();
  if (!batch.all_begun() && !batch.queued && connection_ != nullptr) queue_again(request.batch);
}

void Post::settle_unsent(Batch& batch, const std::string& why) {
  while (!batch.all_begun()) {
    batch.answers[batch.next++] = {.kind = Kind::not_sent, .detail = why};
    --batch.open;
  }
  if (batch.open == 0) batch.answered.notify_all();
}

void Post::settle_open(const std::shared_ptr<Batch>& batch) {
  settle_unsent(*batch, "the time was over before it could be sent");
  if (batch->open == 0) return;
  std::erase_if(requests_, [&](const auto& entry) { return entry.second.batch == batch; });
  batch->open = 0;
  for (Answer& answer : batch->answers) {
    if (answer.kind != Kind::none) continue;
    answer = {.kind = Kind::unanswered, .detail = "the server did not answer in time"};
  }
}

void Post::queue_again(const std::shared_ptr<Batch>& batch) {
  batch->queued = true;
  queue_.push_back(batch);
  to_send_.notify_one();
}

std::shared_ptr<Sink> Post::sink_of(const Incoming& message) {
  const auto delivery = delivery_of(message.reply);
  const auto found = sinks_.find(delivery ? delivery->consumer : message.subject);
  return found == sinks_.end() ? nullptr : found->second.lock();
}

/// An answer, or a message that comes too late for its reader. The subject of the latter is
/// whatever it was stored under, and may end in the number of a request.
void Post::settle_without_sink(Incoming message) {
  if (const auto delivery = delivery_of(message.reply)) {
    if (giving_back_.count(delivery->consumer) == 0) return;
    queued({Outgoing{.subject = message.reply, .payload = std::string(given_back)}})->told = true;
    return;
  }
  if (const auto number = number_of(message.subject)) {
    settle(*number, answer_of(std::move(message)));
  }
}

std::vector<std::shared_ptr<Sink>> Post::all_sinks() {
  std::vector<std::shared_ptr<Sink>> sinks;
  for (const auto& [name, sink] : sinks_) {
    if (auto kept = sink.lock()) sinks.push_back(std::move(kept));
  }
  return sinks;
}

}  // namespace nats
