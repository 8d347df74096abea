#include <future>

#include "common/nats/fixture.hpp"
#include "support/catch.hpp"
#include "support/certificate.hpp"
#include "support/eventually.hpp"
#include "support/restless_tls.hpp"
#include "support/tcp_proxy.hpp"
#include "support/temporary_directory.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;

struct TlsWorld {
  TlsWorld() {
    support::write_certificate(certificate, key);
    server = std::make_unique<support::NatsServer>("tls { cert_file: \"" + certificate.string() +
                                                   "\", key_file: \"" + key.string() + "\" }\n");
  }

  Options options(const std::string& host) const {
    Options options = to("tls://" + host + ":" + std::to_string(server->port()));
    options.tls.ca_file = certificate;
    return options;
  }

  support::TemporaryDirectory directory;
  std::filesystem::path certificate = directory.path() / "certificate.pem";
  std::filesystem::path key = directory.path() / "key.pem";
  std::unique_ptr<support::NatsServer> server;
};

std::string trouble_of(const Options& options) {
  const auto bus = opened(options);
  support::eventually([&] { return !bus->standing().trouble.empty(); });
  CHECK_FALSE(bus->standing().connected);
  return bus->standing().trouble;
}

TEST_CASE("a bus speaks TLS with a server whose certificate it knows") {
  TlsWorld world;
  const auto bus = connected(world.options("localhost"));
  CHECK_FALSE(bus->standing().server_version.empty());
  value_of(bus->add(log_stream(), soon()));
  CHECK(count_of(bus->publish(numbered(200, 5000), soon()), Verdict::stored) == 200);
  CHECK(read_messages(*reader_from(*bus), 200).size() == 200);
}

TEST_CASE("a certificate that nobody vouches for, or for another host, is refused") {
  TlsWorld world;
  Options unknown = world.options("localhost");
  unknown.tls.ca_file.clear();
  CHECK_THAT(trouble_of(unknown), Contains("TLS"));
  CHECK_THAT(trouble_of(world.options("127.0.0.1")), Contains("TLS"));
}

TEST_CASE("where TLS is required, a server without it is refused") {
  support::NatsServer server;
  Options options = to(server.url());
  options.tls.required = true;
  CHECK_THAT(trouble_of(options), Contains("TLS"));
}

// nats.c reads and writes one session from two threads; what both have to do with it is most when
// keys are renewed.
TEST_CASE("a server may renew its keys while much is sent and read") {
  TlsWorld world;
  const support::NatsServer plain;
  const support::RestlessTls restless(plain.port(), world.certificate, world.key);
  Options options = to(restless.url());
  options.tls.ca_file = world.certificate;
  const auto bus = connected(options);
  value_of(bus->add(log_stream(), soon()));
  const auto reader = reader_from(*bus);
  constexpr std::size_t rounds = 20;
  constexpr std::size_t at_once = 100;
  auto sends = std::async(std::launch::async, [&] {
    std::size_t stored = 0;
    for (std::size_t round = 0; round < rounds; ++round)
      stored += count_of(bus->publish(numbered(at_once, 3000), soon()), Verdict::stored);
    return stored;
  });
  CHECK(read_messages(*reader, rounds * at_once).size() == rounds * at_once);
  CHECK(sends.get() == rounds * at_once);
}

TEST_CASE("a server that does not answer in TLS is not waited for without end") {
  TlsWorld world;
  support::TcpProxy silent(world.server->port());
  silent.hold_requests();
  Options options = to("tls://localhost:" + std::to_string(silent.port()));
  options.tls.ca_file = world.certificate;
  options.connect_timeout = milliseconds(1000);
  {
    const auto bus = opened(options);
    CHECK(support::eventually([&] {
      return bus->standing().trouble.find("does not answer in TLS") != std::string::npos;
    }));
  }
  silent.heal();
  CHECK(opened(options)->wait_connected(soon()));
}

TEST_CASE("a certificate file that cannot be used is named") {
  support::NatsServer server;
  Options options = to(server.url());
  options.tls.ca_file = "/nonexistent/ca.pem";
  CHECK_THAT(trouble_of(options), Contains("/nonexistent/ca.pem"));
}

}  // namespace
}  // namespace nats
