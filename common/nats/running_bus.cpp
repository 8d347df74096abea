#include "nats/running_bus.hpp"

#include <utility>

#include "base/format.hpp"
#include "nats/api.hpp"
#include "nats/core.hpp"
#include "nats/link.hpp"
#include "nats/publishing.hpp"
#include "nats/pull_consumer.hpp"
#include "nats/pull_reader.hpp"
#include "nats/single_message.hpp"
#include "nats/stream_json.hpp"
#include "nats/subject.hpp"
#include "nats/token.hpp"
#include "nats/worker.hpp"

namespace nats {
namespace {

constexpr std::chrono::milliseconds end_time_max{80};

/// A name with dots or wildcards would make another subject of the question.
base::Result<void> check_stream_name(const std::string& name) {
  if (is_token(name)) return {};
  return base::invalid("the name of a stream has up to 64 of A-Z a-z 0-9 _ -");
}

constexpr const char* durable_name_rule =
    "the durable name of a consumer has up to 64 of A-Z a-z 0-9 _ -";

base::Result<void> check(const ConsumeFrom& from) {
  constexpr std::size_t ack_pending_limit = 65'536;
  constexpr std::chrono::milliseconds ack_wait_min{100};
  TRY(check_stream_name(from.stream));
  if (!is_token(from.durable)) return base::invalid(durable_name_rule);
  if (!from.subject_filter.empty() && !is_subject_filter(from.subject_filter)) {
    return base::invalid("what is consumed is no filter of subjects");
  }
  if (from.ack_pending_max < 1 || from.ack_pending_max > ack_pending_limit) {
    return base::invalid(
        base::format("1 to {} messages may wait for acknowledgement", ack_pending_limit));
  }
  if (from.ack_wait < ack_wait_min || from.ack_wait > std::chrono::days(1)) {
    return base::invalid("an acknowledgement is waited for 100 ms to a day");
  }
  return {};
}

class RunningBus final : public Bus {
 public:
  RunningBus(const Options& options, const base::Clock& clock)
      : core_(std::make_shared<Core>(options, clock)),
        link_([core = core_] { keep_linked(core); }),
        sender_([core = core_] {
          while (core->post.send_next()) {
          }
        }) {}

  RunningBus(const RunningBus&) = delete;
  RunningBus& operator=(const RunningBus&) = delete;

  ~RunningBus() override {
    const auto deadline = std::chrono::steady_clock::now() + end_time_max;
    core_->end();
    sender_.end_by(deadline);
    link_.end_by(deadline);
  }

  Standing standing() const override { return core_->line.standing(); }

  bool wait_connected(const Patience& patience) override {
    return core_->line.wait_connected(patience);
  }

  std::unique_ptr<Publishing> begin(std::span<const Publication> publications,
                                    const Patience& patience) override {
    return nats::begin(core_->post, publications, patience);
  }

  void tell(std::span<const Publication> publications) override {
    nats::tell(core_->post, publications);
  }

  base::Result<std::unique_ptr<Reader>> read(const ReadFrom& from,
                                             const Patience& patience) override {
    TRY(check_stream_name(from.stream));
    if (!from.subject_filter.empty() && !is_subject_filter(from.subject_filter)) {
      return base::invalid("what is read is no filter of subjects");
    }
    return pull_reader(core_, from, patience);
  }

  base::Result<std::unique_ptr<Consumer>> consume(const ConsumeFrom& from,
                                                  const Patience& patience) override {
    TRY(check(from));
    return pull_consumer(core_, from, patience);
  }

  base::Result<std::optional<ConsumerStanding>> consumer(const std::string& stream,
                                                         const std::string& durable,
                                                         const Patience& patience) override {
    TRY(check_stream_name(stream));
    if (!is_token(durable)) return base::invalid(durable_name_rule);
    return standing_of(core_->post, stream, durable, patience);
  }

  base::Result<std::optional<Message>> last_of(const std::string& stream,
                                               const std::string& subject,
                                               const Patience& patience) override {
    TRY(check_stream_name(stream));
    if (!is_subject(subject)) return base::invalid("what is looked for is no subject");
    return single_messages_.last_of(stream, subject, patience);
  }

  base::Result<std::optional<Message>> at(const std::string& stream,
                                          std::uint64_t sequence,
                                          const Patience& patience) override {
    TRY(check_stream_name(stream));
    return single_messages_.at(stream, sequence, patience);
  }

  base::Result<std::optional<StreamInfo>> stream(const std::string& name,
                                                 const Patience& patience) override {
    TRY(check_stream_name(name));
    const auto answer = ask_api(core_->post, "STREAM.INFO." + name, {}, patience);
    if (answer) return std::optional(stream_info(answer->root()));
    if (answer.error().kind == base::ErrorKind::not_found) return std::optional<StreamInfo>();
    return answer.error();
  }

  base::Result<StreamInfo> add(const Stream& stream, const Patience& patience) override {
    return configure("STREAM.CREATE.", stream, patience);
  }

  base::Result<StreamInfo> update(const Stream& stream, const Patience& patience) override {
    return configure("STREAM.UPDATE.", stream, patience);
  }

  base::Result<void> erase(const std::string& stream,
                           std::uint64_t sequence,
                           const Patience& patience) override {
    TRY(check_stream_name(stream));
    const auto answer = ask_api(core_->post,
                                "STREAM.MSG.DELETE." + stream,
                                base::format(R"({{"seq":{}}})", sequence),
                                patience);
    if (!answer) return answer.error();
    return {};
  }

 private:
  base::Result<StreamInfo> configure(const std::string& question,
                                     const Stream& stream,
                                     const Patience& patience) {
    TRY(check_stream_name(stream.name));
    const auto answer =
        TRY(ask_api(core_->post, question + stream.name, stream_json(stream), patience));
    return stream_info(answer.root());
  }

  const std::shared_ptr<Core> core_;
  SingleMessages single_messages_{core_->post};
  Worker link_;
  Worker sender_;
};

}  // namespace

base::Result<std::unique_ptr<Bus>> run(const Options& options, const base::Clock& clock) {
  return std::unique_ptr<Bus>(std::make_unique<RunningBus>(options, clock));
}

}  // namespace nats
