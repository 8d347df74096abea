#include "nats/link.hpp"

#include <algorithm>
#include <random>

#include "base/format.hpp"
#include "nats/greeting.hpp"

namespace nats {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds pause_first{100};
constexpr milliseconds pause_max{2'000};
constexpr milliseconds pause_max_if_refused{10'000};  // people have to act: no hurry
constexpr milliseconds greeting_time_max{1'000};

/// Grows with each failure in a row. Spread, so that a crowd does not come back all at once.
class Pause {
 public:
  void reset() { next_ = pause_first; }

  milliseconds next(base::ErrorKind kind) {
    const milliseconds limit = kind == base::ErrorKind::invalid ? pause_max_if_refused : pause_max;
    const milliseconds now = std::min(next_, limit);
    next_ = std::min(next_ * 2, pause_max_if_refused);
    std::uniform_int_distribution<milliseconds::rep> spread(now.count() / 2, now.count());
    return milliseconds(spread(random_));
  }

 private:
  milliseconds next_ = pause_first;
  std::minstd_rand random_{std::random_device{}()};
};

/// The line first: who is told that an answer does not come finds it down, and can wait for it.
void disconnect(Core& core, const std::string& why) {
  core.line.disconnected(why);
  core.post.disconnected(why);
}

/// Until the connection is lost. False at the end.
bool serve(Core& core, const std::shared_ptr<Connection>& connection) {
  core.post.connected(connection);
  core.line.connected({.address = connection->address(),
                       .server_version = version_of(connection->address(), greeting_time_max),
                       .payload_bytes_max = connection->payload_bytes_max()});
  const bool goes_on = core.line.wait_closed(connection->number());
  const std::string why = base::format(
      "lost the connection to NATS at {}: {}", connection->address(), core.line.last_words());
  disconnect(core, why);
  connection->close();
  return goes_on;
}

}  // namespace

void keep_linked(const std::shared_ptr<Core>& core) {
  Pause pause;
  base::ErrorKind kind = base::ErrorKind::unavailable;
  do {
    auto connection = connect(core->options, core->post.inbox_subjects(), core);
    if (connection) {
      pause.reset();
      kind = base::ErrorKind::unavailable;
      if (!serve(*core, *connection)) return;
    } else {
      kind = connection.error().kind;
      disconnect(*core, connection.error().message);
    }
  } while (core->line.pause(pause.next(kind)));
}

}  // namespace nats
