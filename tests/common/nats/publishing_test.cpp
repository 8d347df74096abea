// What becomes of a publication, with a server that does its part.

#include "common/nats/fixture.hpp"
#include "support/catch.hpp"

namespace nats {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a publication is stored and says where") {
  World world;
  CHECK(publish_one(*world.bus, "log.a", "one").verdict == Verdict::stored);
  const Published second = publish_one(*world.bus, "log.a", "two");
  CHECK(second.verdict == Verdict::stored);
  CHECK(second.sequence == 2);
  CHECK(second.detail.empty());
}

TEST_CASE("many publications are stored in their order") {
  World world;
  const auto published = world.bus->publish(numbered(3000), soon());
  REQUIRE(published.size() == 3000);
  for (std::size_t at = 0; at < published.size(); ++at) {
    REQUIRE(published[at].verdict == Verdict::stored);
    REQUIRE(published[at].sequence == at + 1);
  }
  const auto messages = read_messages(*reader_from(*world.bus), 3000);
  REQUIRE(messages.size() == 3000);
  CHECK(messages[2999].payload == numbered(3000)[2999].payload);
}

TEST_CASE("what nobody wants to hear of is stored before what is published next") {
  World world;
  world.bus->tell(numbered(2000));
  world.bus->tell({});
  const Publication unsendable{.subject = "log..a"};
  world.bus->tell({&unsendable, 1});
  CHECK(publish_one(*world.bus, "log.a", "the last").sequence == 2001);
  const auto messages = read_messages(*reader_from(*world.bus), 2001);
  REQUIRE(messages.size() == 2001);
  CHECK(messages[1999].payload == numbered(2000)[1999].payload);
}

TEST_CASE("publications that were begun are on their way while the caller does something else") {
  World world;
  const auto begun = world.bus->begin(numbered(500), soon());
  CHECK(publish_one(*world.bus, "log.a", "in between").sequence == 501);
  const auto published = begun->wait();
  REQUIRE(published.size() == 500);
  CHECK(published.front().sequence == 1);
  CHECK(published.back().sequence == 500);
}

TEST_CASE("publications that nobody waits for any more hold up nothing") {
  World world;
  const Publication unsendable{.subject = "log..a"};
  world.bus->begin(numbered(500), soon());
  world.bus->begin({&unsendable, 1}, soon());
  CHECK(publish_one(*world.bus, "log.a", "the last").verdict == Verdict::stored);
  CHECK(world.bus->publish(numbered(500), soon()).back().verdict == Verdict::stored);
}

TEST_CASE("nothing to publish is nothing published") {
  World world;
  CHECK(world.bus->publish({}, soon()).empty());
}

TEST_CASE("headers, bytes and empty payloads arrive as they were") {
  World world;
  const Headers headers{{"Run", "a b c"}, {"Two", "1"}, {"Two", "2"}};
  const std::string bytes("\0\xff\r\n{}", 6);
  publish_one(*world.bus, {.subject = "log.a", .payload = bytes, .headers = headers});
  publish_one(*world.bus, {.subject = "log.a", .headers = {{"Only", "header"}}});
  const auto messages = read_messages(*reader_from(*world.bus), 2);
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].payload == bytes);
  for (const Header& header : headers)
    CHECK(std::count(messages[0].headers.begin(), messages[0].headers.end(), header) == 1);
  CHECK(messages[1].payload.empty());
  CHECK(messages[1].headers == Headers{{"Only", "header"}});
}

TEST_CASE("a message id that was stored is not stored again") {
  World world;
  const Publication publication{.subject = "log.a", .payload = "one", .message_id = "id-1"};
  CHECK(publish_one(*world.bus, publication).verdict == Verdict::stored);
  const Published again = publish_one(*world.bus, publication);
  CHECK(again.verdict == Verdict::stored_before);
  CHECK(again.sequence == 1);
}

TEST_CASE("the same message id on another subject is told by what lies at its sequence") {
  World world;
  publish_one(*world.bus, {.subject = "log.a", .payload = "one", .message_id = "id"});
  const Published squatted =
      publish_one(*world.bus, {.subject = "log.b", .payload = "two", .message_id = "id"});
  REQUIRE(squatted.verdict == Verdict::stored_before);
  const auto stored = value_of(world.bus->at("LOG", squatted.sequence, soon()));
  REQUIRE(stored);
  CHECK(stored->subject == "log.a");
  CHECK_FALSE(value_of(world.bus->last_of("LOG", "log.b", soon())));
}

TEST_CASE("a subject is created once") {
  World world;
  const Publication create{.subject = "log.a", .payload = "one", .after = 0};
  CHECK(publish_one(*world.bus, create).verdict == Verdict::stored);
  CHECK(publish_one(*world.bus, create).verdict == Verdict::not_last);
}

TEST_CASE("a revision is stored only after the one that it names") {
  World world;
  publish_one(*world.bus, "log.other", "x");
  publish_one(*world.bus, "log.a", "one");
  const auto revise = [&](std::uint64_t after) {
    return publish_one(*world.bus, {.subject = "log.a", .payload = "next", .after = after});
  };
  CHECK(revise(1).verdict == Verdict::not_last);
  CHECK(revise(2).verdict == Verdict::stored);
  CHECK_THAT(revise(2).detail, Contains("10071") || Contains("10164"));
}

TEST_CASE("a retry of what was stored under an expectation is not stored again") {
  World world;
  const Publication create{.subject = "log.a", .message_id = "id", .after = 0};
  publish_one(*world.bus, create);
  const Verdict again = publish_one(*world.bus, create).verdict;
  // 2.9 and 2.10 look at the message id first, 2.15 at the expectation.
  CHECK((again == Verdict::stored_before || again == Verdict::not_last));
  CHECK(publish_one(*world.bus, "log.b", "next").sequence == 2);
}

TEST_CASE("a subject without a stream is said at once") {
  World world;
  CHECK(publish_one(*world.bus, "nowhere.a", "x").verdict == Verdict::no_stream);
}

TEST_CASE("another stream than the expected one takes nothing") {
  World world;
  const Published published =
      publish_one(*world.bus, {.subject = "log.a", .payload = "x", .stream = "OTHER"});
  CHECK(published.verdict == Verdict::other_stream);
  CHECK(publish_one(*world.bus, {.subject = "log.a", .stream = "LOG"}).verdict == Verdict::stored);
}

TEST_CASE("too large is what the stream or the server does not take") {
  World world("max_payload: 8192\n");
  Stream stream = log_stream();
  stream.max_message_bytes = 1000;
  value_of(world.bus->update(stream, soon()));
  CHECK(world.bus->standing().payload_bytes_max == 8192);
  CHECK(publish_one(*world.bus, "log.a", std::string(900, 'x')).verdict == Verdict::stored);
  CHECK(publish_one(*world.bus, "log.a", std::string(2000, 'x')).verdict == Verdict::too_large);
  CHECK(publish_one(*world.bus, "log.a", std::string(9000, 'x')).verdict == Verdict::too_large);
}

TEST_CASE("what cannot stand in a subject or a header is not sent, and the rest is") {
  World world;
  const std::vector<Publication> batch{{.subject = "log.a\r\nPUB log.b 1\r\nx"},
                                       {.subject = "log.*"},
                                       {.subject = "log.a", .headers = {{"Run", "1\r\nOther: 2"}}},
                                       {.subject = "log.a", .headers = {{"R un", "1"}}},
                                       {.subject = "log.a", .message_id = "1\n2"},
                                       {.subject = "log.a", .payload = "good"}};
  const auto published = world.bus->publish(batch, soon());
  CHECK(count_of(published, Verdict::failed) == 5);
  CHECK(published[5].verdict == Verdict::stored);
  CHECK(published[5].sequence == 1);
  CHECK_THAT(published[2].detail, Contains("Run"));
}

TEST_CASE("a full stream refuses and keeps what it has") {
  World world;
  Stream stream = log_stream();
  stream.max_bytes = 3000;
  value_of(world.bus->update(stream, soon()));
  const auto published = world.bus->publish(numbered(10, 1000), soon());
  CHECK(count_of(published, Verdict::stored) == 2);
  CHECK(count_of(published, Verdict::full) == 8);
  CHECK(value_of(world.bus->at("LOG", 1, soon())));
}

TEST_CASE("a stop ends the waiting") {
  World world;
  world.server.freeze();
  std::stop_source stop;
  stop.request_stop();
  const Published published =
      publish_one(*world.bus,
                  {.subject = "log.a"},
                  {.deadline = steady_clock::now() + seconds(20), .stop = stop.get_token()});
  CHECK((published.verdict == Verdict::unanswered || published.verdict == Verdict::not_sent));
  world.server.thaw();
}

}  // namespace
}  // namespace nats
