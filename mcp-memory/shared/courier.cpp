#include "mcp-memory/shared/courier.hpp"

namespace memory {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Another process may have read it back.
constexpr milliseconds between_looks{2};

/// So long a new process counts on a connection that is still being made.
constexpr milliseconds for_first_connection{300};

}  // namespace

base::Result<std::unique_ptr<Courier>> Courier::start(Projection projection,
                                                      const std::filesystem::path& store,
                                                      const Sharing& sharing) {
  return std::make_unique<Courier>(TRY(nats::open(sharing.bus)), projection, store, sharing.sender);
}

Courier::Courier(std::unique_ptr<nats::Bus> bus,
                 Projection projection,
                 const std::filesystem::path& store,
                 Sender sender)
    : bus_(std::move(bus)),
      projection_(projection),
      follower_(*bus_, projection, board_, sent_, store),
      delivery_(*bus_, projection, board_, sent_, std::move(sender)),
      began_(steady_clock::now()),
      delivering_([this](const std::stop_token& stop) {
        delivery_.take_over(stop);
        taken_over_.count_down();
        delivery_.run(stop);
      }),
      following_([this](const std::stop_token& stop) {
        taken_over_.wait();
        follower_.run(stop);
      }) {}

Courier::~Courier() {
  following_.request_stop();
  delivering_.request_stop();
}

LogStanding Courier::standing() {
  return {bus_->standing(), board_.reading(), board_.trouble(), board_.undelivered()};
}

base::Result<Awaited> Courier::await(const std::string& change_id, const nats::Patience& patience) {
  while (true) {
    const Fate fate = TRY(projection_.fate(patience.stop, change_id));
    if (fate.is_read_back) return Awaited{fate, {}};
    if (const auto refusal = board_.refusal_of(change_id)) return Awaited{fate, *refusal};
    if (is_over(patience)) return Awaited{fate, why_waiting()};
    board_.wait_news(patience.stop, between_looks);
  }
}

base::Result<std::int64_t> Courier::deliver_all(const nats::Patience& patience) {
  nudge();
  while (true) {
    if (!TRY(projection_.has_outbox(patience.stop))) return std::int64_t{0};
    if (patience.stop.stop_requested() || steady_clock::now() >= patience.deadline) break;
    board_.wait_news(patience.stop, milliseconds(20));
  }
  const Backlog backlog = TRY(projection_.backlog({}));
  return backlog.waiting + backlog.acknowledged;
}

bool Courier::is_over(const nats::Patience& patience) {
  const auto now = steady_clock::now();
  if (now >= patience.deadline || patience.stop.stop_requested()) return true;
  return now >= began_ + for_first_connection && !bus_->standing().connected;
}

std::string Courier::why_waiting() {
  const nats::Standing bus = bus_->standing();
  if (!bus.connected) return bus.trouble.empty() ? "there is no connection yet" : bus.trouble;
  std::string why = board_.undelivered();
  if (why.empty()) why = board_.trouble();
  return why.empty() ? "it was not read back yet" : why;
}

bool Courier::await_current(const nats::Patience& patience) {
  while (!board_.reading().is_current) {
    if (is_over(patience)) return false;
    board_.wait_news(patience.stop, between_looks);
  }
  return true;
}

}  // namespace memory
