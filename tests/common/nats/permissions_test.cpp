// Who may do what, and who may connect at all.

#include "common/nats/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;
using support::eventually;

constexpr const char* two_users = R"(
authorization {
  users = [
    { user: "admin", password: "for-tests" }
    { user: "devbot", password: "for-tests", permissions: {
        publish: { allow: ["log.*.devbot.*", "$JS.API.STREAM.INFO.LOG", "$JS.API.CONSUMER.CREATE.LOG",
          "$JS.API.CONSUMER.MSG.NEXT.LOG.>", "$JS.API.CONSUMER.DELETE.LOG.>", "$JS.API.DIRECT.GET.LOG",
          "$JS.API.DIRECT.GET.LOG.>"] }
        subscribe: { allow: ["_INBOX.devbot.>"] } } }
  ]
}
)";

Options as(const support::NatsServer& server, const std::string& user) {
  Options options = to(server.url());
  options.user = user;
  options.password = "for-tests";
  if (user == "devbot") options.inbox_prefix = "_INBOX.devbot";
  return options;
}

struct GuardedWorld {
  GuardedWorld() { value_of(admin->add(log_stream(), soon())); }

  support::NatsServer server{two_users};
  std::unique_ptr<Bus> admin = connected(as(server, "admin"));
  std::unique_ptr<Bus> devbot = connected(as(server, "devbot"));
};

TEST_CASE("an agent writes and reads with no more than its own permissions") {
  GuardedWorld world;
  const Published published = publish_one(*world.devbot, "log.p.devbot.1", "mine");
  CHECK(published.verdict == Verdict::stored);
  CHECK(read_messages(*reader_from(*world.devbot), 1).size() == 1);
  CHECK(value_of(world.devbot->last_of("LOG", "log.p.devbot.1", soon())));
  CHECK(value_of(world.devbot->at("LOG", 1, soon())));
  CHECK(value_of(world.devbot->stream("LOG", soon())));
  CHECK(world.devbot->standing().trouble.empty());
}

TEST_CASE("a foreign subject is forbidden at once, and the rest of the batch is stored") {
  GuardedWorld world;
  const std::vector<Publication> batch{{.subject = "log.p.devbot.1", .payload = "mine"},
                                       {.subject = "log.p.infrabot.1", .payload = "forged"},
                                       {.subject = "log.p.devbot.2", .payload = "mine"}};
  const auto start = steady_clock::now();
  const auto published = world.devbot->publish(batch, soon());
  CHECK(steady_clock::now() - start < seconds(1));
  CHECK(published[0].verdict == Verdict::stored);
  CHECK(published[1].verdict == Verdict::forbidden);
  CHECK_THAT(published[1].detail, Contains("log.p.infrabot.1"));
  CHECK(published[2].verdict == Verdict::stored);
  CHECK_THAT(world.devbot->standing().trouble, Contains("log.p.infrabot.1"));
  CHECK(world.devbot->standing().connected);
  CHECK_FALSE(value_of(world.admin->last_of("LOG", "log.p.infrabot.1", soon())));
}

TEST_CASE("a forbidden subject that is too long for the server's words is forbidden as well") {
  GuardedWorld world;
  const std::string subject = "log." + std::string(400, 'x');
  const auto start = steady_clock::now();
  CHECK(publish_one(*world.devbot, subject, "x").verdict == Verdict::forbidden);
  CHECK(steady_clock::now() - start < seconds(1));
}

TEST_CASE("what only the operator may do is refused at once, by name") {
  GuardedWorld world;
  const auto start = steady_clock::now();
  const auto refused = world.devbot->erase("LOG", 1, soon());
  CHECK(steady_clock::now() - start < seconds(1));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(refused.error().message, Contains("$JS.API.STREAM.MSG.DELETE.LOG"));
}

TEST_CASE("a user who may not receive answers is not connected, and says why") {
  GuardedWorld world;
  Options options = as(world.server, "devbot");
  options.inbox_prefix = "_INBOX.infrabot";
  const auto bus = opened(options);
  REQUIRE(eventually(
      [&] { return bus->standing().trouble.find("receive answers") != std::string::npos; }));
  CHECK_FALSE(bus->standing().connected);
  CHECK_THAT(bus->standing().trouble, Contains("answers") && Contains("_INBOX.infrabot"));
}

TEST_CASE("a wrong password is said without showing it, and is not tried in a hurry") {
  support::NatsServer server(two_users);
  Options options = as(server, "devbot");
  options.password = "wrong-for-tests";
  const auto start = steady_clock::now();
  const auto bus = opened(options);
  REQUIRE(eventually([&] { return !bus->standing().trouble.empty(); }));
  const std::string trouble = bus->standing().trouble;
  CHECK_THAT(trouble, Contains("refuses these credentials"));
  CHECK_THAT(trouble, !Contains("wrong-for-tests"));
  CHECK(publish_one(*bus, "log.a", "x").verdict == Verdict::not_sent);
  CHECK_FALSE(bus->wait_connected(within(milliseconds(400))));
  std::size_t tries = 0;
  const std::string log = server.log();
  for (std::size_t at = log.find("authentication error"); at != std::string::npos;
       at = log.find("authentication error", at + 1)) {
    ++tries;
  }
  // A pause is 50 ms at least, and doubles.
  const auto pauses = (steady_clock::now() - start) / milliseconds(50);
  CHECK(tries >= 1);
  CHECK(tries <= static_cast<std::size_t>(pauses) + 1);
  CHECK(tries <= 8);
}

TEST_CASE("credentials within a URL are used and never shown") {
  support::NatsServer server(two_users);
  const std::string port = std::to_string(server.port());
  const auto bus = connected(to("nats://admin:for-tests@127.0.0.1:" + port));
  CHECK(bus->standing().address == "127.0.0.1:" + port);
  const auto refused = opened(to("nats://admin:wrong-for-tests@127.0.0.1:" + port));
  REQUIRE(eventually([&] { return !refused->standing().trouble.empty(); }));
  CHECK_THAT(refused->standing().trouble, !Contains("wrong-for-tests"));
  CHECK_THAT(refused->standing().trouble, Contains("127.0.0.1:" + port));
}

TEST_CASE("a credentials file that is not there is named") {
  support::NatsServer server;
  Options options = to(server.url());
  options.credentials_file = "/nonexistent/devbot.creds";
  const auto bus = opened(options);
  REQUIRE(eventually([&] { return !bus->standing().trouble.empty(); }));
  CHECK_THAT(bus->standing().trouble, Contains("/nonexistent/devbot.creds"));
}

}  // namespace
}  // namespace nats
