#include <filesystem>

#include "common/http_server/fixture.hpp"
#include "support/catch.hpp"
#include "support/certificate.hpp"
#include "support/temporary_directory.hpp"

namespace http_server {
namespace {

using support::http_request;
using support::HttpClient;

struct Certificate {
  Certificate() { support::write_certificate(files.certificate_file, files.key_file); }

  support::TemporaryDirectory directory;
  Tls files{.certificate_file = directory.path() / "certificate.pem",
            .key_file = directory.path() / "key.pem"};
};

base::Error error_of(const Tls& files) {
  LambdaHandler handler;
  const auto server = start({.host = "127.0.0.1", .tls = files}, handler);
  if (server) throw std::runtime_error("it started");
  return server.error();
}

}  // namespace

TEST_CASE("requests, large bodies and streams work over TLS") {
  const Certificate certificate;
  const auto stream = std::make_shared<FedStream>();
  Running running({.tls = certificate.files});
  running.handler.on_answer = [&](const Request& request) {
    return request.method == "GET" ? Reply{.stream = stream} : Reply{.body = request.body};
  };
  auto client = running.client(HttpClient::Encryption::tls);
  const std::string large(1'000'000, 'x');
  for (const std::string& body : {std::string("small"), large}) {
    client.send(http_request("POST", "/", body));
    CHECK(client.read_reply().body == body);
  }
  client.send(http_request("GET", "/"));
  client.read_head();
  for (const std::string piece : {"one", "two"}) {
    stream->feed(piece);
    CHECK(client.read_piece() == piece);
  }
  CHECK(running.server().stop(std::chrono::seconds(20)));
  CHECK_FALSE(client.read_piece());
  CHECK(client.is_closed());
}

TEST_CASE("a reader that hangs up is noticed over TLS") {
  const Certificate certificate;
  Gate started;
  Gate noticed;
  Running running({.tls = certificate.files});
  running.handler.on_answer = [&](const Request& request) {
    const std::stop_callback gone(request.gone, [&] { noticed.open(); });
    started.open();
    noticed.wait();
    return Reply{};
  };
  auto client = running.client(HttpClient::Encryption::tls);
  client.send(http_request("GET", "/"));
  REQUIRE(started.wait());
  client.close();
  CHECK(noticed.wait());
}

TEST_CASE("who does not speak TLS is not answered in the clear") {
  const Certificate certificate;
  Running running({.tls = certificate.files});
  const std::string no_hello("\x16\x03\x01\x00\x05hello", 10);
  for (const std::string& bytes : {http_request("GET", "/"), no_hello}) {
    auto client = running.client();
    client.send(bytes);
    CHECK_THROWS_WITH(client.read_head(), !Catch::Matchers::Contains("30 seconds"));
  }
  auto client = running.client(HttpClient::Encryption::tls);
  client.send(http_request("GET", "/"));
  CHECK(client.read_reply().status == 200);
}

TEST_CASE("a client that never begins with TLS runs out of time") {
  const Certificate certificate;
  Running running({.tls = certificate.files, .head_time_max = std::chrono::milliseconds(50)});
  CHECK(running.client().is_closed());
}

TEST_CASE("a certificate or key that cannot be used is named, with the reason") {
  using Catch::Matchers::Contains;
  const Certificate certificate;
  const Certificate other;
  const auto error = [&](const std::string& certificate_file, const std::string& key_file) {
    return error_of({.certificate_file = certificate_file, .key_file = key_file}).message;
  };
  const std::string good = certificate.files.certificate_file;
  CHECK_THAT(error("/nonexistent.pem", certificate.files.key_file),
             Contains("/nonexistent.pem") && Contains("No such file"));
  CHECK_THAT(error(good, "/nonexistent.pem"),
             Contains("/nonexistent.pem") && Contains("No such file"));
  CHECK_THAT(error(good, other.files.key_file),
             Contains(other.files.key_file) && Contains("key values mismatch"));
  const auto empty = certificate.directory.write("empty.pem", "nothing");
  CHECK_THAT(error(empty, certificate.files.key_file), Contains("no start line"));
  CHECK(error_of({.certificate_file = empty, .key_file = empty}).kind == base::ErrorKind::invalid);
}

}  // namespace http_server
