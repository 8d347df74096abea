#include <atomic>

#include "common/http_server/fixture.hpp"
#include "support/catch.hpp"

namespace http_server {
namespace {

using support::http_request;
using support::HttpReply;

constexpr std::chrono::milliseconds soon{50};

/// The connection gets this reply as its last.
void check_refused(support::HttpClient& client, int status) {
  const HttpReply reply = client.read_reply();
  CHECK(reply.status == status);
  CHECK(reply.body == "unreadable " + std::to_string(status));
  CHECK(reply.header("connection") == "close");
  CHECK(client.is_closed());
}

void check_refused(Running& running, const std::string& bytes, int status) {
  INFO(bytes.substr(0, 100));
  auto client = running.client();
  client.send(bytes);
  check_refused(client, status);
}

}  // namespace

TEST_CASE("what is no HTTP is answered with 400 and a closed connection") {
  Running running;
  for (const std::string bytes : {"\x16\x03\x01\x02\x01",
                                  "hello\r\n\r\n",
                                  "GET /\r\n\r\n",
                                  "GET / HTTP/1.1 x\r\nHost: a\r\n\r\n",
                                  "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                                  "BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
                                  "GET / HTTP/1.1\r\nno field\r\n\r\n"}) {
    check_refused(running, bytes + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n", 400);
  }
}

TEST_CASE("requests whose end is a matter of opinion are refused") {
  Running running;
  const std::string smuggled = "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  check_refused(
      running, post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled, 400);
  check_refused(running, post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + smuggled, 400);
  check_refused(running, post + "Transfer-Encoding: xchunked\r\n\r\n" + smuggled, 400);
  check_refused(running, post + "Transfer-Encoding : chunked\r\n\r\n" + smuggled, 400);
  auto client = running.client();
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n" + smuggled);
  CHECK(client.read_reply(true).status == 400);
  CHECK(client.is_closed());
}

TEST_CASE("nothing after a malformed chunk is taken for a request") {
  std::atomic<int> answered = 0;
  Running running;
  running.handler.on_answer = [&](const Request&) {
    ++answered;
    return Reply{};
  };
  auto client = running.client();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("3\r\nabcdef\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.read_reply().header("connection") == "close");
  client.finish();
  CHECK(client.is_closed());
  CHECK(answered <= 1);
}

TEST_CASE("a head over its limit is refused before it ends") {
  Running running({.head_bytes_max = 2000});
  check_refused(running, "GET / HTTP/1.1\r\nX: " + std::string(2000, 'x'), 431);
  check_refused(
      running, http_request("GET", "/", {}, "X: " + std::string(2000, 'x') + "\r\n"), 431);
  auto client = running.client();
  client.send(http_request("GET", "/", {}, "X: " + std::string(1800, 'x') + "\r\n"));
  CHECK(client.read_reply().status == 200);
}

TEST_CASE("long values are allowed up to the limit of the head") {
  Running running;
  auto client = running.client();
  client.send(http_request("GET", "/", {}, "X: " + std::string(20'000, 'x') + "\r\n"));
  CHECK(client.read_reply().status == 200);
}

TEST_CASE("a body over its limit is refused before it is sent") {
  Running running({.body_bytes_max = 1000});
  check_refused(running, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413);
}

TEST_CASE("a chunked body over its limit is refused while it comes") {
  Running running({.body_bytes_max = 1000});
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  check_refused(running,
                head + "200\r\n" + std::string(512, 'x') + "\r\n200\r\n" + std::string(512, 'x'),
                413);
  check_refused(running, head + "ffffffffffffff\r\n" + std::string(2000, 'x'), 413);
  check_refused(running, head + "1;" + std::string(100'000, 'x'), 413);
}

TEST_CASE("a body is refused while all bodies together leave no room for it") {
  Running running({.all_bodies_bytes_max = 10});
  running.handler.on_answer = [](const Request& request) { return Reply{.body = request.body}; };
  auto first = running.client();
  first.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
  CHECK(first.read_reply().body == "0123456789");
  check_refused(
      running, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789a", 503);
  first.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n9876543210");
  CHECK(first.read_reply().body == "9876543210");
}

TEST_CASE("slow heads and slow bodies run out of time") {
  Running running({.head_time_max = soon, .body_time_max = soon});
  check_refused(running, "GET / HTTP/1.1\r\nHost:", 408);
  check_refused(running, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n1234", 408);
}

TEST_CASE("the time for a head is not lengthened by sending more of it") {
  Running running({.head_time_max = soon});
  auto client = running.client();
  client.send("GET / HTTP/1.1\r\n");
  const auto drip = [&] {
    try {
      for (;;)
        client.send("X: 1\r\n");
    } catch (const std::runtime_error&) {
      return true;  // the server has closed
    }
  };
  CHECK(drip());
}

TEST_CASE("an idle connection is closed without a word") {
  Running running({.idle_time_max = soon});
  CHECK(running.client().is_closed());
}

TEST_CASE("a handler refuses a request before its body is sent") {
  Running running;
  running.handler.on_refuse = [](const Request& head) -> std::optional<Reply> {
    if (head.headers.find("Authorization")) return std::nullopt;
    return Reply{.status = 401, .headers = {{"WWW-Authenticate", "Bearer"}}, .body = head.path};
  };
  auto client = running.client();
  SECTION("whether it would wait to be told") {
    client.send(
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\nExpect: 100-continue\r\n\r\n");
  }
  SECTION("or is about to send it") {
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\nbeginning");
  }
  const HttpReply reply = client.read_reply();
  CHECK(reply.status == 401);
  CHECK(reply.header("www-authenticate") == "Bearer");
  CHECK(reply.body == "/x");
  client.finish();
  CHECK(client.is_closed());
  auto trusted = running.client();
  trusted.send(http_request("POST", "/x", "body", "Authorization: yes\r\n"));
  CHECK(trusted.read_reply().status == 200);
}

TEST_CASE("a client that sends a large body all the same gets to read the refusal") {
  Running running;
  running.handler.on_refuse = [](const Request&) { return Reply{.status = 403}; };
  auto client = running.client();
  client.send(http_request("POST", "/", std::string(900'000, 'x')));
  CHECK(client.read_reply().status == 403);
}

}  // namespace http_server
