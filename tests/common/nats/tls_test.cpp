#include "common/nats/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/temporary_directory.hpp"
#include "support/tls_peer.hpp"

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

TEST_CASE("a certificate file that cannot be used is named") {
  support::NatsServer server;
  Options options = to(server.url());
  options.tls.ca_file = "/nonexistent/ca.pem";
  CHECK_THAT(trouble_of(options), Contains("/nonexistent/ca.pem"));
}

}  // namespace
}  // namespace nats
