#include "nats/pull_consumer.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "nats/api.hpp"
#include "nats/consumer_json.hpp"
#include "nats/delivery.hpp"
#include "nats/pulled.hpp"
#include "nats/taken.hpp"

namespace nats {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view ack_payload = "+ACK";
constexpr milliseconds give_back_time_max{100};

/// How long the server may take over what is there, and how long at least a request for one more
/// is left open, so that short waits do not ask over and over.
constexpr milliseconds look_time_max{500};
constexpr milliseconds wait_time_min{100};

/// A server before 2.10 drops a request without a word if it looks at it too late. Somewhat after
/// the time of a request it is asked whether the consumer is still there.
constexpr milliseconds grace{200};
constexpr milliseconds silence_min{1000};

/// What is asked for at once. Sizes are not known at first; most messages are far smaller.
constexpr std::size_t batch_bytes_max = std::size_t{16} * 1024 * 1024;
constexpr std::size_t message_bytes_first = std::size_t{64} * 1024;

std::int64_t in_nanoseconds(milliseconds time) {
  return std::chrono::nanoseconds(time).count();
}

/// no_wait: over once something was given and there is no more.
std::string request_json(std::size_t count, milliseconds time, bool no_wait) {
  json::Writer writer;
  writer.begin_object()
      .member("batch", static_cast<std::int64_t>(count))
      .member("expires", in_nanoseconds(time));
  if (no_wait) writer.member("no_wait", true);
  return writer.end_object().take();
}

Delivered delivered(Incoming incoming) {
  const Delivery delivery = delivery_of(incoming.reply).value_or(Delivery{});
  std::string acknowledgement = incoming.reply;
  return {.message = message_of(std::move(incoming)),
          .deliveries = delivery.deliveries,
          .acknowledgement = std::move(acknowledgement)};
}

base::Result<json::Document> asked_about(Post& post,
                                         const std::string& consumer,
                                         const Patience& patience) {
  return ask_api(post, "CONSUMER.INFO." + consumer, {}, patience);
}

class PullConsumer final : public Consumer {
 public:
  PullConsumer(std::shared_ptr<Core> core,
               std::string consumer,
               std::shared_ptr<Pulled> pulled,
               milliseconds ack_wait)
      : core_(std::move(core)),
        consumer_(std::move(consumer)),
        pulled_(std::move(pulled)),
        address_(core_->post.address_of(consumer_, pulled_)),
        taken_(ack_wait) {}

  PullConsumer(const PullConsumer&) = delete;
  PullConsumer& operator=(const PullConsumer&) = delete;

  ~PullConsumer() override { give_back(); }

  base::Result<std::vector<Delivered>> next(std::size_t max,
                                            milliseconds wait,
                                            std::stop_token stop) override {
    max = std::max<std::size_t>(max, 1);
    const auto deadline = steady_clock::now() + wait;
    bool looked = false;
    for (;;) {
      if (pulled_->is_idle()) {
        looked ? ask_for_next(deadline) : ask_for_all(max);
        looked = true;
      }
      const auto patience_end = std::min(deadline, request_end());
      if (asked_for_all_) pulled_->wait_complete(patience_end, stop);
      std::vector<Incoming> taken = pulled_->take(max, patience_end, stop);
      if (!taken.empty()) return handed_on(std::move(taken));
      if (const auto trouble = pulled_->trouble(stop)) return *trouble;
      if (steady_clock::now() >= request_end()) TRY(look_after_request({deadline, stop}));
      if (steady_clock::now() >= deadline) return std::vector<Delivered>();
    }
  }

  base::Result<void> acknowledge(std::span<const Delivered> messages,
                                 const Patience& patience) override {
    std::vector<Outgoing> outgoing;
    outgoing.reserve(messages.size());
    for (const Delivered& one : messages) {
      const auto delivery = delivery_of(one.acknowledgement);
      if (!delivery || delivery->consumer != consumer_) {
        return base::invalid(
            base::format("message {} was not given by {}", one.message.sequence, consumer_));
      }
      outgoing.push_back({.subject = one.acknowledgement, .payload = std::string(ack_payload)});
    }
    return settled(messages, core_->post.ask(std::move(outgoing), patience), patience);
  }

 private:
  /// What is there now.
  void ask_for_all(std::size_t max) {
    const std::size_t fits = std::max<std::size_t>(batch_bytes_max / message_bytes_, 1);
    ask(std::min(max, fits), look_time_max, true);
  }

  /// Only one, because it may come when this consumer is gone.
  void ask_for_next(steady_clock::time_point deadline) {
    const auto wait = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    const auto time_max = std::max(wait_time_min, core_->options.heartbeat);
    ask(1, std::clamp(wait, wait_time_min, time_max), false);
  }

  void ask(std::size_t count, milliseconds time, bool for_all) {
    asked_for_all_ = for_all;
    request_time_end_ = steady_clock::now() + time;
    pulled_->expect(count);
    core_->post.tell({.subject = pulled_->asked(),
                      .payload = request_json(count, time, for_all),
                      .reply = address_});
  }

  /// When it is odd that the server has not ended the request.
  steady_clock::time_point request_end() const {
    return std::max(request_time_end_, pulled_->last_heard()) + grace;
  }

  /// The request is forgotten if the consumer is still there.
  base::Result<void> look_after_request(const Patience& patience) {
    if (pulled_->is_idle()) return {};
    const auto now = steady_clock::now();
    if (!in_doubt_since_) in_doubt_since_ = now;
    const auto doubt_end = *in_doubt_since_ + silence_max_;
    const auto found =
        asked_about(core_->post,
                    consumer_,
                    {.deadline = std::min(patience.deadline, doubt_end), .stop = patience.stop});
    if (found) {
      in_doubt_since_.reset();
      pulled_->forget_expected();
      return {};
    }
    const bool may_come_yet = found.error().kind == base::ErrorKind::unavailable &&
                              core_->line.standing().connected && steady_clock::now() < doubt_end;
    if (may_come_yet) return {};
    if (found.error().kind == base::ErrorKind::stopped) return found.error();
    return base::unavailable("cannot consume any more: " + found.error().message);
  }

  std::vector<Delivered> handed_on(std::vector<Incoming> taken) {
    std::vector<Delivered> messages;
    messages.reserve(taken.size());
    std::size_t bytes = 0;
    for (Incoming& incoming : taken) {
      bytes += incoming.payload.size();
      messages.push_back(delivered(std::move(incoming)));
    }
    message_bytes_ = std::max<std::size_t>(bytes / messages.size(), 1);
    taken_.add(messages, steady_clock::now());
    return messages;
  }

  base::Result<void> settled(std::span<const Delivered> messages,
                             const std::vector<Answer>& answers,
                             const Patience& patience) {
    const Answer* first_failed = nullptr;
    std::size_t failed = 0;
    for (std::size_t at = 0; at < answers.size(); ++at) {
      if (answers[at].kind == Answer::Kind::reply) {
        taken_.acknowledged(messages[at]);
        continue;
      }
      ++failed;
      if (first_failed == nullptr) first_failed = &answers[at];
    }
    if (first_failed == nullptr) return {};
    base::Error error = error_of(*first_failed, "$JS.ACK." + consumer_, patience);
    error.message = base::format(
        "{} of {} messages are not acknowledged: {}", failed, messages.size(), error.message);
    return error;
  }

  void give_back() {
    for (Incoming& incoming : pulled_->take_rest()) {
      const Delivered one = delivered(std::move(incoming));
      taken_.add(std::span(&one, 1), steady_clock::now());
    }
    std::vector<Outgoing> outgoing;
    for (std::string& subject : taken_.take_all(steady_clock::now()))
      outgoing.push_back({.subject = std::move(subject), .payload = std::string(given_back)});
    if (outgoing.empty()) return;
    core_->post.ask(std::move(outgoing), {.deadline = steady_clock::now() + give_back_time_max});
  }

  const std::shared_ptr<Core> core_;
  const std::string consumer_;  ///< "stream.name"
  const std::shared_ptr<Pulled> pulled_;
  const std::string address_;
  const milliseconds silence_max_ = std::max(core_->options.heartbeat, silence_min);
  bool asked_for_all_ = false;
  steady_clock::time_point request_time_end_ = {};
  std::optional<steady_clock::time_point> in_doubt_since_;
  std::size_t message_bytes_ = message_bytes_first;  ///< of the last ones on average
  Taken taken_;
};

/// A server before 2.10 would change one that is there, so it is looked at first.
base::Result<json::Document> found_or_made(Post& post,
                                           const ConsumeFrom& from,
                                           const Patience& patience) {
  const std::string consumer = base::format("{}.{}", from.stream, from.durable);
  auto found = asked_about(post, consumer, patience);
  if (found || !has_code(found.error(), code::consumer_not_found)) return found;
  auto made = ask_api(post, "CONSUMER.CREATE." + consumer, durable_json(from), patience);
  if (made || made.error().kind != base::ErrorKind::conflict) return made;
  return asked_about(post, consumer, patience);  // somebody else made it in between
}

base::Result<void> check_same(const ConsumeFrom& from, json::View answer) {
  const auto differences = durable_differences(from, answer);
  if (differences.empty()) return {};
  std::string words;
  for (const Setting& one : differences) {
    if (!words.empty()) words += "; ";
    words += base::format("{} is {}, wanted {}",
                          one.name,
                          one.found.empty() ? "not there" : base::one_line(one.found, 100),
                          one.wanted);
  }
  return base::conflict(base::format("the consumer {} of the stream {} is configured otherwise: {}",
                                     from.durable,
                                     from.stream,
                                     words));
}

}  // namespace

base::Result<std::unique_ptr<Consumer>> pull_consumer(const std::shared_ptr<Core>& core,
                                                      const ConsumeFrom& from,
                                                      const Patience& patience) {
  const auto answer = TRY(found_or_made(core->post, from, patience));
  TRY(check_same(from, answer.root()));
  const std::string consumer = base::format("{}.{}", from.stream, from.durable);
  core->post.give_back_of(consumer);
  const auto pulled = std::make_shared<Pulled>("$JS.API.CONSUMER.MSG.NEXT." + consumer);
  return std::unique_ptr<Consumer>(
      std::make_unique<PullConsumer>(core, consumer, pulled, from.ack_wait));
}

base::Result<std::optional<ConsumerStanding>> standing_of(Post& post,
                                                          const std::string& stream,
                                                          const std::string& durable,
                                                          const Patience& patience) {
  const auto answer = asked_about(post, base::format("{}.{}", stream, durable), patience);
  if (answer) return std::optional(consumer_standing(answer->root()));
  if (has_code(answer.error(), code::consumer_not_found)) return std::optional<ConsumerStanding>();
  return answer.error();
}

}  // namespace nats
