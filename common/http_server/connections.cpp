#include "http_server/connections.hpp"

#include <sys/socket.h>

#include <string_view>
#include <system_error>
#include <utility>

#include "base/format.hpp"

namespace http_server {
namespace {

void turn_away(int socket) {
  constexpr std::string_view reply =
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
      "Content-Length: 0\r\n\r\n";
  [[maybe_unused]] const auto sent =
      ::send(socket, reply.data(), reply.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

Connections::Connections(const Service& service)
    : service_(service), hang_ups_([this](std::uint64_t id) {
        if (const auto connection = find(id)) connection->peer_left();
      }) {}

Connections::~Connections() {
  stop(Deadline::max());
  std::thread last;
  {
    const base::Lock lock(mutex_);
    last.swap(last_ended_);
  }
  if (last.joinable()) last.join();
}

base::Result<void> Connections::add(base::Fd socket, const std::string& peer) {
  const int number = socket.number();
  const auto connection = std::make_shared<Connection>(service_, std::move(socket), peer);
  auto entered = enter(connection, number);
  if (!entered && service_.tls == nullptr) turn_away(number);
  return entered;
}

base::Result<void> Connections::enter(std::shared_ptr<Connection> connection, int socket) {
  const base::Lock lock(mutex_);
  const std::size_t connections_max = service_.options.connections_max;
  if (stopped_) return base::stopped("the server is being stopped");
  if (open_.size() >= connections_max) {
    return base::busy(base::format("{} are open, no more are allowed", connections_max));
  }
  const std::uint64_t id = ++last_id_;
  if (!hang_ups_.watch(socket, id)) return base::unavailable("the system watches no more of them");
  return start_thread(std::move(connection), id);
}

base::Result<void> Connections::start_thread(std::shared_ptr<Connection> connection,
                                             std::uint64_t id) {
  Entry& entry = open_[id];
  entry.connection = connection;
  try {
    entry.thread = std::thread([this, id, served = std::move(connection)]() mutable {
      served->run();
      served.reset();
      ended(id);
    });
  } catch (const std::system_error& failure) {
    open_.erase(id);
    return base::unavailable(base::format("the system gives no thread: {}", failure.what()));
  }
  return {};
}

void Connections::ended(std::uint64_t id) {
  std::shared_ptr<Connection> connection;
  {
    const base::Lock lock(mutex_);
    connection = std::move(open_.find(id)->second.connection);
  }
  connection.reset();  // closes the socket, before anybody may think that it is
  std::thread previous;
  {
    const base::Lock lock(mutex_);
    auto node = open_.extract(id);
    previous = std::exchange(last_ended_, std::move(node.mapped().thread));
    if (open_.empty()) all_ended_.notify_all();
  }
  if (previous.joinable()) previous.join();
}

std::shared_ptr<Connection> Connections::find(std::uint64_t id) {
  const base::Lock lock(mutex_);
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : found->second.connection;
}

std::vector<std::shared_ptr<Connection>> Connections::all() {
  const base::Lock lock(mutex_);
  std::vector<std::shared_ptr<Connection>> connections;
  connections.reserve(open_.size());
  for (const auto& [id, entry] : open_) {
    if (entry.connection != nullptr) connections.push_back(entry.connection);
  }
  return connections;
}

bool Connections::stop(Deadline deadline) {
  {
    const base::Lock lock(mutex_);
    stopped_ = true;
  }
  for (const auto& connection : all())
    connection->stop();
  if (wait_for_all(deadline)) return true;
  for (const auto& connection : all())
    connection->cut();
  return false;
}

bool Connections::wait_for_all(Deadline deadline) {
  const base::Lock lock(mutex_);
  while (!open_.empty()) {
    if (deadline == Deadline::max()) {
      all_ended_.wait(mutex_);
    } else if (!all_ended_.wait_until(mutex_, deadline)) {
      return open_.empty();
    }
  }
  return true;
}

}  // namespace http_server
