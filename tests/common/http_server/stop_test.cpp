#include <atomic>
#include <thread>

#include "common/http_server/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace http_server {
namespace {

using support::http_request;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds long_drain{20};

/// Less than idle_time_max and everything else that could be waited out.
constexpr std::chrono::seconds at_once{5};

/// The listener is closed at the beginning of stop().
void wait_until_refused(Running& running) {
  CHECK(support::eventually([&] {
    try {
      running.client();
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
}

}  // namespace

TEST_CASE("a server stops at once with idle connections and open streams") {
  const auto stream = std::make_shared<FedStream>();
  Running running;
  running.handler.on_answer = [&](const Request& request) {
    return request.path == "/stream" ? Reply{.stream = stream} : Reply{};
  };
  std::vector<support::HttpClient> idle;
  for (int count = 0; count < 100; ++count) {
    idle.push_back(running.client());
    if (count % 2 == 0) continue;  // half of them have never said a word
    idle.back().send(http_request("GET", "/"));
    idle.back().read_reply();
  }
  auto slow = running.client();
  slow.send("GET / HTTP/1.1\r\n");
  auto reader = running.client();
  reader.send(http_request("GET", "/stream"));
  reader.read_head();

  const auto before = Clock::now();
  CHECK(running.server().stop(long_drain));
  CHECK(Clock::now() - before < at_once);
  CHECK_FALSE(reader.read_piece());  // ended as it should, with the last chunk
  CHECK(reader.is_closed());
  CHECK(slow.is_closed());
  for (auto& client : idle)
    CHECK(client.is_closed());
}

TEST_CASE("a request under way is answered before a server has stopped, the next one is not") {
  Gate started;
  Gate go_on;
  std::atomic<int> answered = 0;
  std::atomic<bool> gone = false;
  Running running;
  running.handler.on_answer = [&](const Request& request) {
    started.open();
    go_on.wait();
    if (request.gone.stop_requested()) gone = true;
    ++answered;
    return Reply{.body = "in time"};
  };
  auto client = running.client();
  client.send(http_request("POST", "/", "body") + http_request("POST", "/next", "body"));
  REQUIRE(started.wait());
  std::atomic<bool> stopped = false;
  std::thread stopping([&] { stopped = running.server().stop(long_drain); });
  wait_until_refused(running);
  go_on.open();
  CHECK(client.read_reply().body == "in time");
  CHECK(client.is_closed());
  stopping.join();
  CHECK(stopped);
  CHECK(answered == 1);
  CHECK_FALSE(gone);
}

TEST_CASE("handlers that take longer than the drain learn that their clients are cut off") {
  Gate started;
  Gate cut_off;
  Running running;
  running.handler.on_answer = [&](const Request& request) {
    const std::stop_callback gone(request.gone, [&] { cut_off.open(); });
    started.open();
    cut_off.wait();
    return Reply{};
  };
  auto client = running.client();
  client.send(http_request("GET", "/"));
  REQUIRE(started.wait());
  CHECK_FALSE(running.server().stop(std::chrono::milliseconds(0)));
  CHECK(client.is_closed());
  CHECK(running.server().stop(long_drain));
}

TEST_CASE("replies under way are complete when a server has stopped") {
  Gate started;
  Running running;
  running.handler.on_answer = [&](const Request&) {
    started.open();
    return Reply{.body = std::string(1'000'000, 'x')};
  };
  auto client = running.client();
  client.send(http_request("POST", "/", "body"));
  REQUIRE(started.wait());
  std::thread stopping([&] { running.server().stop(long_drain); });
  const auto reply = client.read_reply();
  CHECK(reply.body.size() == 1'000'000);
  CHECK(client.is_closed());
  stopping.join();
}

TEST_CASE("a stream that comes while a server stops is closed") {
  const auto stream = std::make_shared<FedStream>();
  Gate started;
  Gate go_on;
  Running running;
  running.handler.on_answer = [&](const Request&) {
    started.open();
    go_on.wait();
    return Reply{.stream = stream};
  };
  auto client = running.client();
  client.send(http_request("GET", "/"));
  REQUIRE(started.wait());
  std::atomic<bool> stopped = false;
  std::thread stopping([&] { stopped = running.server().stop(long_drain); });
  wait_until_refused(running);
  go_on.open();
  CHECK(client.read_reply().body.empty());
  stopping.join();
  CHECK(stopped);
}

TEST_CASE("a stopped server takes no connection, and can be stopped again") {
  Running running;
  CHECK(running.server().stop(long_drain));
  CHECK(running.server().stop(std::chrono::milliseconds(0)));
  CHECK_THROWS(running.client());
}

TEST_CASE("servers come and go while clients connect") {
  for (int count = 0; count < 20; ++count) {
    Running running;
    std::thread client([&] {
      try {
        for (;;) {
          auto connection = running.client();
          connection.send(http_request("GET", "/"));
          connection.read_reply();
        }
      } catch (const std::runtime_error&) {  // stopped
      }
    });
    running.server().stop(long_drain);
    client.join();
  }
}

}  // namespace http_server
