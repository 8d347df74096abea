// A connection that is lost and made anew between two batches: what was looked up for the second
// one may be in the log that the new connection leads to, so it is not sent before that was read.

#include <condition_variable>
#include <functional>
#include <mutex>

#include "crew.hpp"
#include "mcp-memory/shared/courier.hpp"
#include "support/tcp_proxy.hpp"

using namespace crew_test;

namespace {

/// A real bus. While it sends the first batch `while_sending` happens, and before that batch is
/// concluded the connection is made anew. Who delivers and who follows then take turns: the log is
/// read anew only after the deliverer has made its next move.
class InterruptedBus final : public nats::Bus {
 public:
  InterruptedBus(std::unique_ptr<nats::Bus> bus,
                 support::TcpProxy& wire,
                 std::function<void()> while_sending)
      : bus_(std::move(bus)), wire_(wire), while_sending_(std::move(while_sending)) {}

  std::vector<std::size_t> sent() const {
    const std::scoped_lock lock(mutex_);
    return sent_;
  }

  bool has_sent_unread() const {
    const std::scoped_lock lock(mutex_);
    return has_sent_unread_;
  }

  nats::Standing standing() const override {
    note_move();
    return bus_->standing();
  }

  bool wait_connected(const nats::Patience& patience) override {
    return bus_->wait_connected(patience);
  }

  std::unique_ptr<nats::Publishing> begin(std::span<const nats::Publication> publications,
                                          const nats::Patience& patience) override {
    if (publications.front().stream != memory::memory_stream)
      return bus_->begin(publications, patience);
    const bool is_first = note_batch(publications.size());
    auto begun = bus_->begin(publications, patience);
    if (!is_first) return begun;
    while_sending_();
    return std::make_unique<Interrupted>(*this, std::move(begun));
  }

  void tell(std::span<const nats::Publication> publications) override { bus_->tell(publications); }

  base::Result<std::unique_ptr<nats::Reader>> read(const nats::ReadFrom& from,
                                                   const nats::Patience& patience) override {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return !is_interrupted_ || has_moved_; });
    has_read_anew_ = is_interrupted_;
    lock.unlock();
    return bus_->read(from, patience);
  }

  base::Result<std::unique_ptr<nats::Consumer>> consume(const nats::ConsumeFrom& from,
                                                        const nats::Patience& patience) override {
    return bus_->consume(from, patience);
  }

  base::Result<std::optional<nats::ConsumerStanding>> consumer(
      const std::string& stream,
      const std::string& durable,
      const nats::Patience& patience) override {
    return bus_->consumer(stream, durable, patience);
  }

  base::Result<std::optional<nats::Message>> last_of(const std::string& stream,
                                                     const std::string& subject,
                                                     const nats::Patience& patience) override {
    return bus_->last_of(stream, subject, patience);
  }

  base::Result<std::optional<nats::Message>> at(const std::string& stream,
                                                std::uint64_t sequence,
                                                const nats::Patience& patience) override {
    return bus_->at(stream, sequence, patience);
  }

  base::Result<std::optional<nats::StreamInfo>> stream(const std::string& name,
                                                       const nats::Patience& patience) override {
    return bus_->stream(name, patience);
  }

  base::Result<nats::StreamInfo> add(const nats::Stream& stream,
                                     const nats::Patience& patience) override {
    return bus_->add(stream, patience);
  }

  base::Result<nats::StreamInfo> update(const nats::Stream& stream,
                                        const nats::Patience& patience) override {
    return bus_->update(stream, patience);
  }

  base::Result<void> erase(const std::string& stream,
                           std::uint64_t sequence,
                           const nats::Patience& patience) override {
    return bus_->erase(stream, sequence, patience);
  }

 private:
  class Interrupted final : public nats::Publishing {
   public:
    Interrupted(InterruptedBus& bus, std::unique_ptr<nats::Publishing> begun)
        : bus_(bus), begun_(std::move(begun)) {}

    std::vector<nats::Published> wait() override {
      auto published = begun_->wait();
      bus_.connect_anew();
      return published;
    }

   private:
    InterruptedBus& bus_;
    std::unique_ptr<nats::Publishing> begun_;
  };

  void connect_anew() {
    {
      const std::scoped_lock lock(mutex_);
      deliverer_ = std::this_thread::get_id();
      is_interrupted_ = true;
    }
    const base::Instant before = bus_->standing().since;
    wire_.cut();
    support::eventually([&] { return !bus_->standing().connected; });
    wire_.heal();
    support::eventually([&] {
      const nats::Standing now = bus_->standing();
      return now.connected && now.since != before;
    });
  }

  /// True for the first.
  bool note_batch(std::size_t size) {
    const std::scoped_lock lock(mutex_);
    sent_.push_back(size);
    if (is_interrupted_ && !has_read_anew_) has_sent_unread_ = true;
    note_move_locked();
    return sent_.size() == 1;
  }

  void note_move() const {
    const std::scoped_lock lock(mutex_);
    note_move_locked();
  }

  void note_move_locked() const {
    if (std::this_thread::get_id() != deliverer_) return;
    has_moved_ = true;
    moved_.notify_all();
  }

  const std::unique_ptr<nats::Bus> bus_;
  support::TcpProxy& wire_;
  const std::function<void()> while_sending_;
  mutable std::mutex mutex_;
  mutable std::condition_variable moved_;
  std::vector<std::size_t> sent_;  ///< changes in each batch
  std::thread::id deliverer_;      ///< once it was interrupted
  bool is_interrupted_ = false;
  mutable bool has_moved_ = false;
  bool has_read_anew_ = false;
  bool has_sent_unread_ = false;
};

}  // namespace

TEST_CASE("what was looked up before a reconnect is sent after the log was read anew") {
  const support::NatsServer server;
  support::TcpProxy wire(server.port());
  make_streams(server.url());
  // Its own courier finds nobody, so it only writes.
  const Session devbot("nats://127.0.0.1:1", "devbot");
  devbot.desk().write(sample::decision("The first batch"));
  std::string second;
  auto bus = std::make_unique<InterruptedBus>(
      connected("nats://127.0.0.1:" + std::to_string(wire.port())), wire, [&] {
        second = devbot.desk().response("write_record", sample::decision("The second batch"));
      });
  const InterruptedBus& interrupted = *bus;
  const auto watcher = connected(server.url());
  const support::TemporaryDirectory elsewhere;
  memory::Courier courier(std::move(bus),
                          devbot.records().projection(),
                          elsewhere.path() / "memory.db",
                          {.name = "devbot"});
  // Nothing is checked meanwhile: the test framework has one thread.
  const bool has_both = support::eventually([&] {
    const auto log = watcher->stream(memory::memory_stream, soon());
    return log && *log && (*log)->state.messages == 2;
  });
  CHECK(has_both);
  CHECK(interrupted.sent() == std::vector<std::size_t>{1, 1});
  CHECK_FALSE(interrupted.has_sent_unread());
  CHECK_FALSE(desk::Answer::of(second).is_error);
}
