#include "common/http_server/fixture.hpp"
#include "support/catch.hpp"

namespace http_server {
namespace {

using support::http_request;
using support::HttpReply;

Reply text(const Request& request) {
  return {.headers = {{"Content-Type", "text/x-test"}, {"X-One", "1"}}, .body = request.body};
}

}  // namespace

TEST_CASE("many requests use one connection") {
  Running running;
  auto client = running.client();
  for (int count = 0; count < 20; ++count) {
    client.send(http_request("POST", "/mcp", "number " + std::to_string(count)));
    const HttpReply reply = client.read_reply();
    CHECK(reply.status == 200);
    CHECK(reply.body == "POST /mcp number " + std::to_string(count));
    CHECK_FALSE(reply.has_header("connection"));
    CHECK_FALSE(reply.has_header("keep-alive"));
  }
}

TEST_CASE("requests that are sent without waiting are answered in their order") {
  Running running;
  auto client = running.client();
  client.send(http_request("POST", "/1", "one") + http_request("GET", "/2") + "\r\n" +
              http_request("DELETE", "/3", "three"));
  CHECK(client.read_reply().body == "POST /1 one");
  CHECK(client.read_reply().body == "GET /2 ");
  CHECK(client.read_reply().body == "DELETE /3 three");
}

TEST_CASE("a request that comes byte by byte is the same request") {
  Running running;
  auto client = running.client();
  for (const char byte : http_request("POST", "/", "slow"))
    client.send({&byte, 1});
  CHECK(client.read_reply().body == "POST / slow");
}

TEST_CASE("every method reaches the handler, with its body") {
  Running running;
  auto client = running.client();
  for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}) {
    client.send(http_request(method, "/a") + http_request(method, "/b", "body"));
    CHECK(client.read_reply().body == method + " /a ");
    CHECK(client.read_reply().body == method + " /b body");
  }
}

TEST_CASE("a reply to HEAD has the length of a body and no body") {
  Running running;
  auto client = running.client();
  client.send(http_request("HEAD", "/four") + http_request("GET", "/"));
  const HttpReply reply = client.read_reply(true);
  CHECK(reply.header("content-length") == "11");
  CHECK_FALSE(reply.has_header("accept-ranges"));
  CHECK(client.read_reply().body == "GET / ");
}

TEST_CASE("the path comes without its query") {
  Running running;
  auto client = running.client();
  client.send(http_request("GET", "/a%20b?c=/d"));
  CHECK(client.read_reply().body == "GET /a b ");
}

TEST_CASE("the handler sees the fields that were sent, and no others") {
  Running running;
  Headers seen;
  std::string peer;
  running.handler.on_answer = [&](const Request& request) {
    seen = request.headers;
    peer = request.peer;
    return Reply{.status = 204};
  };
  auto client = running.client();
  client.send("GET / HTTP/1.1\r\nREMOTE_ADDR: faked\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n");
  const HttpReply reply = client.read_reply();
  CHECK(reply.status == 204);
  CHECK_FALSE(reply.has_header("content-length"));
  CHECK(seen.fields() == std::vector<Headers::Field>{
                             {"REMOTE_ADDR", "faked"}, {"Host", "a"}, {"Range", "bytes=0-1"}});
  CHECK(peer == "127.0.0.1");
}

TEST_CASE("status, fields and body of a reply arrive as they are") {
  Running running;
  running.handler.on_answer = text;
  auto client = running.client();
  const std::string large(3'000'000, 'x');
  client.send(http_request("POST", "/", large, "Accept-Encoding: gzip, br\r\n"));
  const HttpReply reply = client.read_reply();
  CHECK(reply.header("content-type") == "text/x-test");
  CHECK(reply.header("x-one") == "1");
  CHECK_FALSE(reply.has_header("content-encoding"));
  CHECK(reply.body == large);
}

TEST_CASE("bodies of forms arrive as bytes") {
  Running running;
  running.handler.on_answer = text;
  auto client = running.client();
  const std::string form = "a=1&b=" + std::string(20'000, 'x');
  client.send(
      http_request("POST", "/", form, "Content-Type: application/x-www-form-urlencoded\r\n"));
  CHECK(client.read_reply().body == form);
  client.send(http_request(
      "POST", "/", "--x\r\nno part", "Content-Type: multipart/form-data; boundary=x\r\n"));
  CHECK(client.read_reply().body == "--x\r\nno part");
}

TEST_CASE("a chunked body is put together, and the last of its connection") {
  Running running;
  auto client = running.client();
  client.send("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("5\r\nhello\r\n");
  client.send("7;some=extension\r\n, world\r\n0\r\n\r\n");
  const HttpReply reply = client.read_reply();
  CHECK(reply.body == "POST /c hello, world");
  CHECK(reply.header("connection") == "close");
  client.finish();
  CHECK(client.is_closed());
}

TEST_CASE("a connection ends when the client asks for that") {
  Running running;
  auto client = running.client();
  client.send(http_request("GET", "/", {}, "Connection: close\r\n"));
  CHECK(client.read_reply().header("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("HTTP/1.0 is answered, and the connection closed") {
  Running running;
  auto client = running.client();
  client.send("GET /old HTTP/1.0\r\n\r\n");
  CHECK(client.read_reply().body == "GET /old ");
  CHECK(client.is_closed());
}

TEST_CASE("a client that waits before it sends a body is told to go on") {
  Running running;
  auto client = running.client();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_reply().status == 100);
  client.send("body");
  CHECK(client.read_reply().body == "POST / body");
}

TEST_CASE("a handler that throws costs one reply, not the server") {
  Running running;
  running.handler.on_answer = [](const Request&) -> Reply {
    throw std::runtime_error("on purpose");
  };
  for (const std::string body : {"", "body"}) {
    auto client = running.client();
    client.send(http_request("POST", "/", body));
    const HttpReply reply = client.read_reply();
    CHECK(reply.status == 500);
    CHECK(reply.body == "unreadable 500");
    CHECK(client.is_closed());
  }
}

}  // namespace http_server
