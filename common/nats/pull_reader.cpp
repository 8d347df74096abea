#include "nats/pull_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "json/writer.hpp"
#include "nats/api.hpp"
#include "nats/pulled.hpp"

namespace nats {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds request_time_max{30};
/// A reader that is gone or forgotten is dropped by the server after that.
constexpr seconds idle_time_max{60};

/// What may lie here unread, so that the server need not be waited for.
constexpr std::size_t ahead_messages_max = 2048;
constexpr std::size_t ahead_bytes_max = std::size_t{16} * 1024 * 1024;

std::int64_t in_nanoseconds(seconds time) {
  return nanoseconds(time).count();
}

std::string consumer_json(const ReadFrom& from) {
  json::Writer writer;
  writer.begin_object().member("stream_name", from.stream).key("config").begin_object();
  writer.member("deliver_policy", "by_start_sequence")
      .member("opt_start_seq", static_cast<std::int64_t>(std::max<std::uint64_t>(from.sequence, 1)))
      .member("ack_policy", "none")
      .member("replay_policy", "instant")
      .member("max_deliver", std::int64_t{-1})
      .member("inactive_threshold", in_nanoseconds(idle_time_max))
      .member("num_replicas", std::int64_t{1})
      .member("mem_storage", true);
  if (!from.subject_filter.empty()) writer.member("filter_subject", from.subject_filter);
  return writer.end_object().end_object().take();
}

std::string request_json(std::size_t count, milliseconds heartbeat) {
  json::Writer writer;
  writer.begin_object()
      .member("batch", static_cast<std::int64_t>(count))
      .member("expires", in_nanoseconds(request_time_max))
      .member("idle_heartbeat", nanoseconds(heartbeat).count());
  return writer.end_object().take();
}

class PullReader final : public Reader {
 public:
  PullReader(std::shared_ptr<Core> core,
             std::string consumer,
             std::shared_ptr<Pulled> pulled,
             std::string address)
      : core_(std::move(core)),
        consumer_(std::move(consumer)),
        pulled_(std::move(pulled)),
        address_(std::move(address)) {}

  PullReader(const PullReader&) = delete;
  PullReader& operator=(const PullReader&) = delete;

  ~PullReader() override { core_->post.tell({.subject = "$JS.API.CONSUMER.DELETE." + consumer_}); }

  base::Result<std::vector<Message>> next(std::size_t max,
                                          milliseconds wait,
                                          std::stop_token stop) override {
    const auto deadline = steady_clock::now() + wait;
    for (;;) {
      ask_for_more();
      const auto patience_end = std::min(deadline, pulled_->last_heard() + silence_max_);
      std::vector<Incoming> taken = pulled_->take(max, patience_end, stop);
      if (!taken.empty()) return messages_of(std::move(taken));
      if (const auto trouble = pulled_->trouble(stop)) return *trouble;
      const auto now = steady_clock::now();
      if (now >= pulled_->last_heard() + silence_max_) {
        return base::unavailable(
            base::format("nothing heard from NATS for {} ms", silence_max_.count()));
      }
      if (now >= deadline) return std::vector<Message>();
    }
  }

 private:
  /// While half of what may come ahead is still on its way, nothing more is asked for.
  void ask_for_more() {
    const std::size_t ahead =
        std::clamp(ahead_bytes_max / message_bytes_, std::size_t{2}, ahead_messages_max);
    if (pulled_->expected() > ahead / 2) return;
    pulled_->expect(ahead);
    core_->post.tell({.subject = pulled_->asked(),
                      .payload = request_json(ahead, core_->options.heartbeat),
                      .reply = address_});
  }

  std::vector<Message> messages_of(std::vector<Incoming> taken) {
    std::vector<Message> messages;
    messages.reserve(taken.size());
    std::size_t bytes = 0;
    for (Incoming& incoming : taken) {
      bytes += incoming.payload.size();
      messages.push_back(message_of(std::move(incoming)));
    }
    message_bytes_ = std::max<std::size_t>(bytes / messages.size(), 1);
    return messages;
  }

  const std::shared_ptr<Core> core_;
  const std::string consumer_;  ///< "stream.name"
  const std::shared_ptr<Pulled> pulled_;
  const std::string address_;
  const milliseconds silence_max_ = 2 * core_->options.heartbeat;
  std::size_t message_bytes_ = 1;  ///< of the last ones on average
};

}  // namespace

base::Result<std::unique_ptr<Reader>> pull_reader(const std::shared_ptr<Core>& core,
                                                  const ReadFrom& from,
                                                  const Patience& patience) {
  const auto made =
      TRY(ask_api(core->post, "CONSUMER.CREATE." + from.stream, consumer_json(from), patience));
  const std::string name = text_in(made.root(), "name");
  if (name.empty()) return base::unavailable("NATS made no reader: the answer names none");
  const std::string consumer = base::format("{}.{}", from.stream, name);
  const auto pulled = std::make_shared<Pulled>("$JS.API.CONSUMER.MSG.NEXT." + consumer);
  const std::string address = core->post.address_of(consumer, pulled);
  return std::unique_ptr<Reader>(std::make_unique<PullReader>(core, consumer, pulled, address));
}

}  // namespace nats
