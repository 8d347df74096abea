#include "nats/delivery.hpp"

#include "support/catch.hpp"

namespace nats {
namespace {

void check_delivery(const char* reply) {
  const auto delivery = delivery_of(reply);
  REQUIRE(delivery);
  CHECK(delivery->consumer == "LOG.abc");
  CHECK(delivery->sequence == 42);
  CHECK(delivery->deliveries == 3);
  CHECK(delivery->time == base::Instant(std::chrono::milliseconds(1'700'000'000'123)));
  CHECK(delivery->pending == 5);
}

TEST_CASE("what the server says of a message is read from its reply subject") {
  check_delivery("$JS.ACK.LOG.abc.3.42.7.1700000000123456789.5");
}

TEST_CASE("the newer forms with domain and account say the same") {
  check_delivery("$JS.ACK.hub.account.LOG.abc.3.42.7.1700000000123456789.5");
  check_delivery("$JS.ACK._.account.LOG.abc.3.42.7.1700000000123456789.5.random");
}

TEST_CASE("other subjects say nothing") {
  for (const char* reply : {"", "_INBOX.a.1", "$JS.ACK.LOG.abc.1", "$JS.ACK."})
    CHECK_FALSE(delivery_of(reply));
}

}  // namespace
}  // namespace nats
