#include <sys/resource.h>

#include "common/http_server/fixture.hpp"
#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/eventually.hpp"

namespace http_server {
namespace {

using support::http_request;

/// Both ends of a connection are in this process.
bool allows_files(rlim_t count) {
  rlimit files{};
  return ::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur >= count;
}

std::string error_of(const Options& options) {
  LambdaHandler handler;
  const auto server = start(options, handler);
  return server ? "it started" : server.error().message;
}

}  // namespace

TEST_CASE("more connections than FD_SETSIZE are served") {
  Running running;
  if (!allows_files(3000)) {
    WARN("skipped: the limit of open files is too low");
    return;
  }
  std::vector<support::HttpClient> clients;
  for (int count = 0; count < 1200; ++count) {
    clients.push_back(running.client());
    clients.back().send(http_request("GET", "/" + std::to_string(count)));
    REQUIRE(clients.back().read_reply().status == 200);
  }
  for (std::size_t index = 0; index < clients.size(); ++index) {
    clients[index].send(http_request("POST", "/", std::to_string(index)));
    REQUIRE(clients[index].read_reply().body == "POST / " + std::to_string(index));
  }
}

TEST_CASE("a connection too many is turned away, and welcome when another has left") {
  Running running({.connections_max = 2});
  auto first = running.client();
  auto second = running.client();
  for (auto* client : {&first, &second}) {
    client->send(http_request("GET", "/"));
    client->read_reply();
  }
  auto third = running.client();
  CHECK(third.read_reply().status == 503);
  CHECK(third.is_closed());
  first.close();
  CHECK(support::eventually([&] {
    auto next = running.client();
    try {
      next.send(http_request("GET", "/"));
      return next.read_reply().status == 200;
    } catch (const std::runtime_error&) {  // closed before it could send
      return false;
    }
  }));
}

TEST_CASE("a server listens on a free port, and on IPv6 where there is one") {
  LambdaHandler handler;
  const auto one = start({.host = "127.0.0.1"}, handler);
  const auto other = start({.host = "localhost"}, handler);
  REQUIRE(one);
  REQUIRE(other);
  CHECK((*one)->port() > 0);
  CHECK((*one)->port() != (*other)->port());
  const auto six = start({.host = "::1"}, handler);
  if (six) CHECK((*six)->port() > 0);
}

TEST_CASE("a server that cannot listen says why") {
  using Catch::Matchers::Contains;
  Running running;
  const int port = running.server().port();
  CHECK_THAT(error_of({.host = "127.0.0.1", .port = port}),
             Contains("port " + std::to_string(port) + " of 127.0.0.1 is taken"));
  CHECK_THAT(error_of({.host = "example.org"}), Contains("example.org is no address"));
  CHECK_THAT(error_of({.host = "192.0.2.1"}), Contains("no address of this machine"));
  CHECK_THAT(error_of({.host = "127.0.0.1", .port = 65536}), Contains("between 0 and 65535"));
}

TEST_CASE("a server without its module says where that was looked for") {
  const support::Environment modules("AGENT_SMITH_MODULES", "/nonexistent");
  using Catch::Matchers::Contains;
  CHECK_THAT(error_of({.host = "127.0.0.1"}), Contains("/nonexistent"));
}

}  // namespace http_server
