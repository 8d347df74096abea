#include "http_server/running_server.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>

#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "http_server/connections.hpp"
#include "http_server/http_library.hpp"
#include "http_server/listener.hpp"
#include "http_server/tls.hpp"

namespace http_server {
namespace {

/// The usual soft limit of 1024 would be the limit of connections.
void allow_many_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

std::string name_of(const sockaddr_storage& address, socklen_t size) {
  std::array<char, NI_MAXHOST> host{};
  const int failure = ::getnameinfo(reinterpret_cast<const sockaddr*>(&address),
                                    size,
                                    host.data(),
                                    host.size(),
                                    nullptr,
                                    0,
                                    NI_NUMERICHOST);
  return failure == 0 ? host.data() : "unknown";
}

class RunningServer final : public Server {
 public:
  RunningServer(const Options& options,
                Handler& handler,
                Listener listener,
                std::unique_ptr<TlsIdentity> tls)
      : options_(options),
        listener_(std::move(listener)),
        tls_(std::move(tls)),
        service_{options_, handler, library_, tls_.get(), all_bodies_bytes_},
        connections_(service_) {}

  ~RunningServer() override { stop_accepting(); }

  base::Result<void> start() {
    end_.reset(::eventfd(0, EFD_CLOEXEC));
    if (!end_) return base::unavailable(std::strerror(errno));
    TRY(connections_.start());
    const base::Lock lock(stopping_);
    acceptor_ = std::thread([this] { accept_all(); });
    return {};
  }

  int port() const override { return listener_.port; }

  bool stop(std::chrono::milliseconds drain_time_max) override {
    const Deadline deadline = std::chrono::steady_clock::now() + drain_time_max;
    stop_accepting();
    return connections_.stop(deadline);
  }

 private:
  void stop_accepting();
  void accept_all();
  bool accept_one();
  void warn(std::string_view reason);

  /// False as soon as the server is to end.
  bool wait(bool for_connections, int time_max_ms) const;

  const Options options_;
  Listener listener_;
  const std::unique_ptr<TlsIdentity> tls_;
  HttpLibrary library_;
  std::atomic<std::size_t> all_bodies_bytes_ = 0;
  const Service service_;
  Connections connections_;
  base::Fd end_;
  base::Mutex stopping_;
  std::thread acceptor_ GUARDED_BY(stopping_);
  std::chrono::steady_clock::time_point silent_until_ = {};
};

void RunningServer::stop_accepting() {
  const base::Lock lock(stopping_);
  if (!acceptor_.joinable()) return;
  ::eventfd_write(end_.number(), 1);
  acceptor_.join();
  listener_.socket.reset();
}

void RunningServer::accept_all() {
  constexpr int pause_ms = 100;
  while (wait(true, -1)) {
    // Out of descriptors or memory: those who knock stay in the queue of the system meanwhile.
    if (!accept_one() && !wait(false, pause_ms)) return;
  }
}

bool RunningServer::wait(bool for_connections, int time_max_ms) const {
  std::array<pollfd, 2> ready{pollfd{end_.number(), POLLIN, 0},
                              pollfd{listener_.socket.number(), POLLIN, 0}};
  ::poll(ready.data(), for_connections ? 2 : 1, time_max_ms);
  return ready[0].revents == 0;
}

bool RunningServer::accept_one() {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  base::Fd socket(::accept4(listener_.socket.number(),
                            reinterpret_cast<sockaddr*>(&address),
                            &size,
                            SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket) return errno != EMFILE && errno != ENFILE && errno != ENOMEM && errno != ENOBUFS;
  try {
    const auto added = connections_.add(std::move(socket), name_of(address, size));
    if (!added) warn(added.error().message);
  } catch (const std::bad_alloc&) {
    return false;
  }
  return true;
}

void RunningServer::warn(std::string_view reason) {
  constexpr std::chrono::minutes silence{1};
  const auto now = std::chrono::steady_clock::now();
  if (now < silent_until_) return;
  silent_until_ = now + silence;
  base::log(base::LogLevel::warning, base::format("connections are turned away: {}", reason));
}

}  // namespace

base::Result<std::unique_ptr<Server>> run(const Options& options, Handler& handler) {
  std::unique_ptr<TlsIdentity> tls;
  if (options.tls) tls = TRY(load_tls_identity(*options.tls));
  allow_many_files();
  auto server = std::make_unique<RunningServer>(
      options, handler, TRY(listen_on(options.host, options.port)), std::move(tls));
  TRY(server->start());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace http_server
