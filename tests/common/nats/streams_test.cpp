#include "common/nats/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/nats_wire.hpp"

namespace nats {
namespace {

Stream full_stream() {
  return {.name = "LOG",
          .subjects = {"log.>", "more.*"},
          .description = "What happened.",
          .max_age = std::chrono::hours(24 * 7),
          .max_bytes = 1'000'000,
          .max_message_bytes = 262'144,
          .discard = Discard::drop_old,
          .duplicate_window = std::chrono::minutes(10),
          .allow_direct = true,
          .deny_delete = true,
          .deny_purge = true};
}

using support::eventually;

base::ErrorKind kind_of(const base::Result<StreamInfo>& result) {
  REQUIRE_FALSE(result);
  return result.error().kind;
}

TEST_CASE("a stream comes back as it was given") {
  support::NatsServer server;
  const auto bus = connected(to(server.url()));
  const StreamInfo added = value_of(bus->add(full_stream(), soon()));
  CHECK(added.stream == full_stream());
  CHECK(added.unusual.empty());
  CHECK(value_of(bus->stream("LOG", soon()))->stream == full_stream());
}

TEST_CASE("limits that are unsaid come back unsaid") {
  World world;
  CHECK(value_of(world.bus->stream("LOG", soon()))->stream == log_stream());
}

TEST_CASE("what a stream that somebody else made has, and ours have not, is told") {
  support::NatsServer server;
  support::NatsWire wire(server.port(), "", "");
  wire.publish("$JS.API.STREAM.CREATE.LOG",
               R"({"name":"LOG","subjects":["log.>"],"storage":"memory","retention":"interest",)"
               R"("max_msgs":7,"num_replicas":1,"allow_rollup_hdrs":true,)"
               R"("republish":{"src":"log.>","dest":"copy.>"}})");
  const auto bus = connected(to(server.url()));
  std::optional<StreamInfo> info;
  REQUIRE(eventually([&] { return (info = value_of(bus->stream("LOG", soon()))).has_value(); }));
  REQUIRE(info->unusual.size() == 5);
  CHECK(info->unusual[0] == Setting{"retention", R"("limits")", R"("interest")"});
  CHECK(info->unusual[1] == Setting{"storage", R"("file")", R"("memory")"});
  CHECK(info->unusual[2] == Setting{"max_msgs", "-1", "7"});
  CHECK(info->unusual[3] == Setting{"allow_rollup_hdrs", "false", "true"});
  CHECK(info->unusual[4].name == "republish");
}

TEST_CASE("there is nothing where there is no stream") {
  World world;
  CHECK_FALSE(value_of(world.bus->stream("NONE", soon())));
}

TEST_CASE("adding a stream twice changes nothing, adding another of that name is a conflict") {
  World world;
  const auto created = value_of(world.bus->stream("LOG", soon()))->state.created;
  CHECK(value_of(world.bus->add(log_stream(), soon())).state.created == created);
  Stream other = log_stream();
  other.max_bytes = 5'000;
  CHECK(kind_of(world.bus->add(other, soon())) == base::ErrorKind::conflict);
  CHECK(value_of(world.bus->update(other, soon())).stream == other);
}

TEST_CASE("two streams cannot have one subject") {
  World world;
  CHECK(kind_of(world.bus->add(log_stream("OTHER"), soon())) == base::ErrorKind::conflict);
}

TEST_CASE("what is no stream to update is not found, and a bad name is refused") {
  World world;
  Stream other = log_stream("OTHER");
  other.subjects = {"other.>"};
  CHECK(kind_of(world.bus->update(other, soon())) == base::ErrorKind::not_found);
  CHECK(kind_of(world.bus->add(log_stream("A.B"), soon())) == base::ErrorKind::invalid);
}

TEST_CASE("the state of a stream counts what is in it") {
  World world;
  world.bus->publish(numbered(5), soon());
  REQUIRE(world.bus->erase("LOG", 1, soon()));
  const StreamState state = value_of(world.bus->stream("LOG", soon()))->state;
  CHECK(state.messages == 4);
  CHECK(state.first_sequence == 2);
  CHECK(state.last_sequence == 5);
  CHECK(state.bytes > 0);
  CHECK(state.created > base::system_clock()() - seconds(60));
}

TEST_CASE("an erased message is gone, and erasing it again finds nothing") {
  World world;
  world.bus->publish(numbered(3), soon());
  REQUIRE(world.bus->erase("LOG", 2, soon()));
  CHECK_FALSE(value_of(world.bus->at("LOG", 2, soon())));
  const auto again = world.bus->erase("LOG", 2, soon());
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == base::ErrorKind::not_found);
}

}  // namespace
}  // namespace nats
