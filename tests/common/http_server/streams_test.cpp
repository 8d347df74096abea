#include "common/http_server/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace http_server {
namespace {

using support::http_request;

/// Every reply is the same stream.
void answer_with(Running& running, const std::shared_ptr<FedStream>& stream) {
  running.handler.on_answer = [stream](const Request&) {
    return Reply{.headers = {{"Content-Type", "text/event-stream"}}, .stream = stream};
  };
}

}  // namespace

TEST_CASE("each piece of a stream arrives before the next one exists") {
  const auto stream = std::make_shared<FedStream>();
  Running running;
  answer_with(running, stream);
  auto client = running.client();
  client.send(http_request("GET", "/"));
  const auto head = client.read_head();
  CHECK(head.header("content-type") == "text/event-stream");
  CHECK(head.header("transfer-encoding") == "chunked");
  for (const std::string piece : {"one", "two", "three"}) {
    stream->feed(piece);
    CHECK(client.read_piece() == piece);
  }
  stream->feed("");
  stream->end();
  CHECK_FALSE(client.read_piece());
}

TEST_CASE("after a stream the connection takes the next request") {
  const auto stream = std::make_shared<FedStream>();
  stream->feed("all");
  stream->end();
  Running running;
  answer_with(running, stream);
  auto client = running.client();
  client.send(http_request("POST", "/", "body"));
  CHECK(client.read_reply().body == "all");
  CHECK(support::eventually([&] { return stream->is_closed(); }));
  running.handler.on_answer = [](const Request&) { return Reply{.body = "next"}; };
  client.send(http_request("GET", "/"));
  CHECK(client.read_reply().body == "next");
}

TEST_CASE("a stream for HTTP/1.0 ends with its connection") {
  const auto stream = std::make_shared<FedStream>();
  stream->feed("one");
  stream->feed("two");
  stream->end();
  Running running;
  answer_with(running, stream);
  auto client = running.client();
  client.send("GET / HTTP/1.0\r\n\r\n");
  const auto reply = client.read_reply();
  CHECK(reply.body == "onetwo");
  CHECK_FALSE(reply.has_header("transfer-encoding"));
}

TEST_CASE("a stream in reply to HEAD is closed at once") {
  const auto stream = std::make_shared<FedStream>();
  Running running;
  answer_with(running, stream);
  auto client = running.client();
  client.send(http_request("HEAD", "/"));
  CHECK(client.read_reply(true).status == 200);
  CHECK(support::eventually([&] { return stream->is_closed(); }));
}

TEST_CASE("a stream is closed as soon as its reader hangs up") {
  const auto stream = std::make_shared<FedStream>();
  Running running;
  answer_with(running, stream);
  auto client = running.client();
  client.send(http_request("GET", "/"));
  client.read_head();
  client.close();
  CHECK(support::eventually([&] { return stream->is_closed(); }));
}

TEST_CASE("a stream that nobody reads is given up") {
  class Endless final : public Stream {
   public:
    std::optional<std::string> next() override { return std::string(100'000, 'x'); }

    void close() override { closed.open(); }

    Gate closed;
  };

  const auto stream = std::make_shared<Endless>();
  Running running({.write_time_max = std::chrono::milliseconds(50)});
  running.handler.on_answer = [&](const Request&) { return Reply{.stream = stream}; };
  auto client = running.client();
  client.send(http_request("GET", "/"));
  CHECK(stream->closed.wait());
}

TEST_CASE("a handler at work learns that its client has hung up") {
  Gate started;
  Gate noticed;
  Running running;
  running.handler.on_answer = [&](const Request& request) {
    const std::stop_callback gone(request.gone, [&] { noticed.open(); });
    started.open();
    noticed.wait();
    return Reply{};
  };
  auto client = running.client();
  client.send(http_request("POST", "/", "body"));
  REQUIRE(started.wait());
  client.close();
  CHECK(noticed.wait());
}

TEST_CASE("a client that stays is not taken for gone") {
  Running running;
  running.handler.on_answer = [](const Request& request) {
    return Reply{.body = request.gone.stop_requested() ? "gone" : "here"};
  };
  auto client = running.client();
  auto other = running.client();
  for (int count = 0; count < 3; ++count) {
    client.send(http_request("GET", "/"));
    CHECK(client.read_reply().body == "here");
    other.close();
  }
}

TEST_CASE("streams keep nobody else waiting") {
  const auto stream = std::make_shared<FedStream>();
  Running running;
  running.handler.on_answer = [&](const Request& request) {
    return request.method == "GET" ? Reply{.stream = stream} : Reply{.body = "at once"};
  };
  std::vector<support::HttpClient> readers;
  for (int count = 0; count < 200; ++count) {
    readers.push_back(running.client());
    readers.back().send(http_request("GET", "/"));
    readers.back().read_head();
  }
  auto client = running.client();
  client.send(http_request("POST", "/", "x"));
  CHECK(client.read_reply().body == "at once");
}

}  // namespace http_server
