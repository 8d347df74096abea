#include "common/nats/fixture.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace nats {
namespace {

using support::eventually;

/// True once the reader says that it cannot go on.
bool fails(Reader& reader) {
  return eventually([&] { return !reader.next(10, milliseconds(50), {}); });
}

TEST_CASE("a reader gives what is there in order, with what the server knows of it") {
  World world;
  const auto before = base::system_clock()();
  world.bus->publish(numbered(2000), soon());
  const auto reader = reader_from(*world.bus);
  const auto messages = read_messages(*reader, 2000);
  REQUIRE(messages.size() == 2000);
  for (std::size_t at = 0; at < messages.size(); ++at) {
    REQUIRE(messages[at].sequence == at + 1);
    REQUIRE(messages[at].pending == 1999 - at);
  }
  CHECK(messages[0].subject == "log.n");
  CHECK(messages[0].time >= before - seconds(1));
  CHECK(messages[0].time <= base::system_clock()() + seconds(1));
  CHECK(value_of(reader->next(10, milliseconds(10), {})).empty());
}

TEST_CASE("a reader begins where it is told and stays at the given maximum") {
  World world;
  world.bus->publish(numbered(20), soon());
  const auto reader = reader_from(*world.bus, 15);
  const auto first = value_of(reader->next(2, seconds(20), {}));
  REQUIRE(!first.empty());
  CHECK(first.size() <= 2);
  CHECK(first[0].sequence == 15);
  CHECK(read_messages(*reader, 6 - first.size()).back().sequence == 20);
}

TEST_CASE("a reader gives a live message without waiting for more") {
  World world;
  const auto other = connected(to(world.server.url()));
  const auto reader = reader_from(*world.bus);
  CHECK(value_of(reader->next(100, milliseconds(1), {})).empty());
  for (int round = 0; round < 20; ++round) {
    publish_one(*other, "log.a", std::to_string(round));
    const auto got = value_of(reader->next(100, seconds(20), {}));
    REQUIRE(got.size() == 1);
    CHECK(got[0].payload == std::to_string(round));
  }
}

TEST_CASE("a reader with a filter gives the subjects it asks for") {
  World world;
  publish_one(*world.bus, "log.a.1", "x");
  publish_one(*world.bus, "log.b.1", "x");
  publish_one(*world.bus, "log.a.2", "x");
  const auto reader =
      value_of(world.bus->read({.stream = "LOG", .subject_filter = "log.a.*"}, soon()));
  const auto messages = read_messages(*reader, 2);
  REQUIRE(messages.size() == 2);
  CHECK(messages[1].sequence == 3);
  CHECK(messages[1].pending == 0);
}

TEST_CASE("messages of the largest size do not stop a reader") {
  World world;
  world.bus->publish(numbered(60, 700'000), soon());
  CHECK(read_messages(*reader_from(*world.bus), 60).size() == 60);
}

TEST_CASE("a stop ends the waiting of a reader") {
  World world;
  const auto reader = reader_from(*world.bus);
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  const auto stopped = reader->next(10, seconds(60), stop.get_token());
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().kind == base::ErrorKind::stopped);
}

TEST_CASE("a reader of no stream is refused") {
  World world;
  const auto reader = world.bus->read({.stream = "NONE"}, soon());
  REQUIRE_FALSE(reader);
  CHECK(reader.error().kind == base::ErrorKind::not_found);
}

TEST_CASE("a server that restarts ends a reader, and the next one goes on from its place") {
  World world;
  world.bus->publish(numbered(5), soon());
  auto reader = reader_from(*world.bus);
  const auto place = read_messages(*reader, 3).back().sequence;
  world.server.kill();
  CHECK(fails(*reader));
  world.server.start();
  REQUIRE(world.bus->wait_connected(soon()));
  CHECK_FALSE(reader->next(10, milliseconds(10), {}));
  reader = reader_from(*world.bus, place + 1);
  const auto rest = read_messages(*reader, 2);
  REQUIRE(rest.size() == 2);
  CHECK(rest[0].sequence == 4);
}

TEST_CASE("a stream that was lost and made anew is known by its creation") {
  World world;
  world.bus->publish(numbered(5), soon());
  const auto reader = reader_from(*world.bus);
  const auto before = value_of(world.bus->stream("LOG", soon()))->state;
  world.server.kill();
  world.server.delete_store();
  world.server.start();
  CHECK(fails(*reader));
  REQUIRE(world.bus->wait_connected(soon()));
  CHECK_FALSE(value_of(world.bus->stream("LOG", soon())));
  world.make_stream();
  const auto after = value_of(world.bus->stream("LOG", soon()))->state;
  CHECK(after.created > before.created);
  CHECK(after.last_sequence == 0);
}

TEST_CASE("a server that falls silent ends a reader and then the connection") {
  World world;
  Options options = to(world.server.url());
  options.heartbeat = milliseconds(400);
  const auto bus = connected(options);
  const auto reader = reader_from(*bus);
  // Heartbeats keep an idle reader alive beyond the silence that would end it.
  CHECK(value_of(reader->next(10, milliseconds(2000), {})).empty());
  world.server.freeze();
  const auto ended = reader->next(10, seconds(20), {});
  REQUIRE_FALSE(ended);
  CHECK(ended.error().kind == base::ErrorKind::unavailable);
  CHECK(eventually([&] { return !bus->standing().connected; }));
  world.server.thaw();
  CHECK(bus->wait_connected(soon()));
}

TEST_CASE("what somebody stored is not taken for the server's own words") {
  World world;
  publish_one(
      *world.bus,
      {.subject = "log.a",
       .headers = {{"Status", "409"}, {"Nats-Subject", "log.forged"}, {"Nats-Sequence", "9"}}});
  publish_one(*world.bus, "log.a", "next");
  const auto messages = read_messages(*reader_from(*world.bus), 2);
  CHECK(messages[0].subject == "log.a");
  const auto single = value_of(world.bus->at("LOG", 1, soon()));
  REQUIRE(single);
  CHECK(single->subject == "log.a");
  CHECK(single->sequence == 1);
}

TEST_CASE("a reader does not see what was erased") {
  World world;
  world.bus->publish(numbered(4), soon());
  REQUIRE(world.bus->erase("LOG", 2, soon()));
  const auto messages = read_messages(*reader_from(*world.bus), 3);
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].sequence == 1);
  CHECK(messages[1].sequence == 3);
}

TEST_CASE("single messages are found by sequence and as the last of their subject") {
  const bool direct = GENERATE(true, false);
  World world;
  Stream stream = log_stream();
  stream.allow_direct = direct;
  value_of(world.bus->update(stream, soon()));
  const std::string bytes("\0\xff\r\n", 4);
  publish_one(*world.bus, {.subject = "log.a", .payload = bytes, .headers = {{"Run", "r: 1"}}});
  publish_one(*world.bus, "log.b", "x");
  publish_one(*world.bus, "log.a", "last");
  const auto first = value_of(world.bus->at("LOG", 1, soon()));
  REQUIRE(first);
  CHECK(first->payload == bytes);
  CHECK(first->headers == Headers{{"Run", "r: 1"}});
  CHECK(first->subject == "log.a");
  CHECK(first->sequence == 1);
  CHECK(first->time > base::system_clock()() - seconds(60));
  const auto last = value_of(world.bus->last_of("LOG", "log.a", soon()));
  REQUIRE(last);
  CHECK(last->sequence == 3);
  CHECK_FALSE(value_of(world.bus->last_of("LOG", "log.none", soon())));
  CHECK_FALSE(value_of(world.bus->at("LOG", 9, soon())));
  const auto nowhere = world.bus->at("NONE", 1, soon());
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().kind == base::ErrorKind::not_found);
}

}  // namespace
}  // namespace nats
