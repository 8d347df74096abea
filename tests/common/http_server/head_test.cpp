#include "http_server/head.hpp"

#include "support/catch.hpp"

namespace http_server {
namespace {

constexpr std::size_t body_bytes_max = 1000;

Head head_of(const std::string& fields, const std::string& request_line = "POST / HTTP/1.1") {
  return parse_head(request_line + "\r\nHost: a\r\n" + fields, body_bytes_max);
}

}  // namespace

TEST_CASE("a head gives its fields as they were sent, without blanks around values") {
  const Head head = head_of("baggage: \t run_id=a%20b \r\nX-Empty:\r\nx-two: 1\r\nx-two: 2\r\n");
  CHECK(head.fault == 0);
  CHECK(head.request_line == "POST / HTTP/1.1");
  CHECK(head.fields.find("Baggage") == "run_id=a%20b");
  CHECK(head.fields.find("x-empty") == "");
  CHECK(head.fields.count("X-Two") == 2);
  CHECK_FALSE(head.has_body());
  CHECK_FALSE(head.wants_close);
}

TEST_CASE("a body is delimited in one way only") {
  CHECK(head_of("Content-Length: 12\r\n").body_bytes == 12);
  CHECK(head_of("Content-Length: 12\r\nContent-Length: 12\r\n").body_bytes == 12);
  CHECK(head_of("transfer-encoding: Chunked\r\n").chunked);
  for (const std::string fields : {"Content-Length: 12\r\nContent-Length: 13\r\n",
                                   "Content-Length: 12, 12\r\n",
                                   "Content-Length: +12\r\n",
                                   "Content-Length: 0x12\r\n",
                                   "Content-Length: -1\r\n",
                                   "Content-Length:\r\n",
                                   "Content-Length: 12\r\nTransfer-Encoding: chunked\r\n",
                                   "Transfer-Encoding: gzip, chunked\r\n",
                                   "Transfer-Encoding: identity\r\n",
                                   "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                   "Transfer-Encoding : chunked\r\n",
                                   " Transfer-Encoding: chunked\r\n"}) {
    INFO(fields);
    CHECK(head_of(fields).fault == 400);
  }
  CHECK(head_of("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0").fault == 400);
}

TEST_CASE("a length over the limit is refused, whatever its number of digits") {
  CHECK(head_of("Content-Length: 1000\r\n").fault == 0);
  CHECK(head_of("Content-Length: 1001\r\n").fault == 413);
  CHECK(head_of("Content-Length: 99999999999999999999999999\r\n").fault == 413);
}

TEST_CASE("a line that is no field is refused") {
  for (const std::string line : {"no colon",
                                 ": no name",
                                 "bad name: 1",
                                 "folded: 1\r\n 2",
                                 "x: a\nb",
                                 "x: a\rb",
                                 "x: \x01",
                                 "x\x80y: 1"}) {
    INFO(line);
    CHECK(head_of(line + "\r\n").fault == 400);
  }
  CHECK(head_of(std::string("x: a\0b\r\n", 8)).fault == 400);
  CHECK(head_of("x: gr\xc3\xbc\xc3\x9f\r\n").fault == 0);
}

TEST_CASE("a request names its host exactly once") {
  CHECK(head_of("Host: b\r\n").fault == 400);
  CHECK(parse_head("GET / HTTP/1.1\r\n", body_bytes_max).fault == 400);
  CHECK(parse_head("GET / HTTP/1.0\r\n", body_bytes_max).fault == 0);
}

TEST_CASE("encodings and expectations that nobody meets are refused") {
  CHECK(head_of("Content-Encoding: gzip\r\n").fault == 415);
  CHECK(head_of("Content-Encoding: identity\r\n").fault == 0);
  CHECK(head_of("Expect: 100-Continue\r\n").expects_continue);
  CHECK(head_of("Expect: a miracle\r\n").fault == 417);
}

TEST_CASE("a head tells whether the connection ends with it") {
  CHECK(head_of("Connection: close\r\n").wants_close);
  CHECK(head_of("Connection: x, CLOSE\r\n").wants_close);
  CHECK_FALSE(head_of("Connection: keep-alive\r\n").wants_close);
  CHECK(head_of("", "GET / HTTP/1.0").wants_close);
}

TEST_CASE("a request line has a limit of its own") {
  const std::string path(8000, 'a');
  CHECK(head_of("", "GET /" + path + " HTTP/1.1").fault == 414);
  CHECK(head_of("", "GET /\x7f HTTP/1.1").fault == 400);
}

}  // namespace http_server
