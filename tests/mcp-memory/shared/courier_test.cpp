// A memory shared through a log of record, with a real NATS server.

#include "mcp-memory/shared/courier.hpp"

#include "base/format.hpp"
#include "base/uuid.hpp"
#include "crew.hpp"
#include "mcp-memory/record_shape.hpp"

using namespace crew_test;

namespace {

struct Fixture {
  support::NatsServer server;

  Fixture() { make_streams(server.url()); }

  Session session(const std::string& agent) const { return {server.url(), agent}; }
};

std::string supersede(const std::string& id, const std::string& by) {
  return R"({"id":")" + id + R"(","by":")" + by + R"(","reason":"Things changed."})";
}

}  // namespace

TEST_CASE_METHOD(Fixture, "what one machine has written another one finds") {
  const Session devbot = session("devbot");
  const Session infrabot = session("infrabot");
  const auto written = devbot.desk().must("write_record", sample::decision("Orders in PostgreSQL"));
  CHECK_THAT(written.text, Catch::Contains("in the log of the crew, sequence 1"));
  CHECK(written.member("durability") == "in_log");
  const std::string id = written.member("id");
  support::eventually([&] { return infrabot.knows(id); });
  CHECK_THAT(infrabot.desk().must("find_records", R"({"query":"orders postgresql"})").text,
             Catch::Contains(id) && !Catch::Contains("Note:"));
  settle(server.url(), devbot, infrabot);
  CHECK(devbot.dump() == infrabot.dump());
}

TEST_CASE_METHOD(Fixture, "with no connection a write is queued, and delivered once there is one") {
  server.kill();
  const Session devbot = session("devbot");
  const auto written = devbot.desk().must("write_record", sample::decision("Written alone"));
  CHECK(written.member("durability") == "queued");
  CHECK_THAT(written.text, Catch::Contains("waits for the log"));
  const auto found = devbot.desk().must("find_records", R"({"query":"written alone"})");
  CHECK_THAT(found.text, Catch::Contains(written.member("id")));
  server.start();
  const Session infrabot = session("infrabot");
  support::eventually([&] { return infrabot.knows(written.member("id")); });
  settle(server.url(), devbot, infrabot);
  CHECK(log_messages(server.url()) == 1);
  CHECK(devbot.dump() == infrabot.dump());
}

TEST_CASE_METHOD(Fixture, "who comes too late is told so, with what came first") {
  const Session devbot = session("devbot");
  const Session infrabot = session("infrabot");
  const std::string old = devbot.desk().write(sample::decision("Orders in files"));
  const std::string mine = devbot.desk().write(sample::decision("Orders in PostgreSQL"));
  support::eventually([&] { return infrabot.knows(mine); });
  const std::string theirs = infrabot.desk().write(sample::decision("Orders in SQLite"));
  support::eventually([&] { return devbot.knows(theirs); });
  std::string said_here;
  std::string said_there;
  {
    std::jthread together(
        [&] { said_there = infrabot.desk().response("supersede_record", supersede(old, theirs)); });
    said_here = devbot.desk().response("supersede_record", supersede(old, mine));
  }
  const desk::Answer one = desk::Answer::of(said_here);
  const desk::Answer other = desk::Answer::of(said_there);
  INFO(one.text << "\n" << other.text);
  CHECK(one.is_error != other.is_error);
  CHECK_THAT(one.is_error ? one.text : other.text,
             Catch::Contains("was superseded by " + (one.is_error ? theirs : mine)));
  settle(server.url(), devbot, infrabot);
  CHECK(devbot.dump() == infrabot.dump());
}

TEST_CASE_METHOD(Fixture, "agents on one machine share one projection and deliver their own") {
  const Session devbot = session("devbot");
  const Session infrabot = devbot.beside(server.url(), "infrabot");
  const std::string id = devbot.desk().write(sample::pattern("Count ducks"));
  CHECK(infrabot.knows(id));
  const auto confirmed = infrabot.desk().must(
      "confirm_record",
      R"({"id":")" + id + R"(","outcome":"worked","evidence":"All ducks were there."})");
  CHECK_THAT(confirmed.text, Catch::Contains("in the log of the crew"));
  settle(server.url(), devbot, infrabot);
  CHECK(log_messages(server.url()) == 2);
}

TEST_CASE_METHOD(Fixture, "whoever is first may write into an empty log, reader or not") {
  const Session devbot = session("devbot");
  support::eventually([&] { return devbot.log().reading.is_current; });
  const Session infrabot = devbot.beside(server.url(), "infrabot");
  const auto written = infrabot.desk().must("write_record", sample::decision("The very first"));
  CHECK(written.member("durability") == "in_log");
}

TEST_CASE_METHOD(Fixture, "a log that was made anew gets everything again from those who said it") {
  const Session devbot = session("devbot");
  const Session infrabot = session("infrabot");
  const std::string mine = devbot.desk().write(sample::decision("Orders in PostgreSQL"));
  const std::string theirs = infrabot.desk().write(sample::decision("Sessions in Redis"));
  settle(server.url(), devbot, infrabot);
  server.kill();
  server.delete_store();
  server.start();
  make_streams(server.url());
  support::eventually([&] { return log_messages(server.url()) == 2; });
  settle(server.url(), devbot, infrabot);
  CHECK(devbot.knows(theirs));
  CHECK(infrabot.knows(mine));
  CHECK(devbot.dump() == infrabot.dump());
}

TEST_CASE_METHOD(Fixture,
                 "a machine with an empty disk says that it is catching up, then has all") {
  const Session devbot = session("devbot");
  devbot.desk().write(sample::decision("Orders in PostgreSQL"));
  server.freeze();
  const Session job = session("job");
  const auto begun = steady_clock::now();
  const auto found = job.desk().must("find_records", R"({"query":"orders"})");
  CHECK(steady_clock::now() - begun < seconds(5));
  CHECK_THAT(found.text + found.result().find("content").dump(), Catch::Contains("Note:"));
  server.thaw();
  settle(server.url(), job);
  CHECK_THAT(job.desk().must("find_records", R"({"query":"orders"})").text,
             Catch::Contains("Orders in PostgreSQL"));
}

TEST_CASE_METHOD(Fixture, "a forged author and nonsense are set aside, and stop nothing") {
  const Session devbot = session("devbot");
  const std::string id = devbot.desk().write(sample::decision("Orders in PostgreSQL"));
  settle(server.url(), devbot);
  const auto bus = connected(server.url());
  const auto real = must(bus->at(memory::memory_stream, 1, soon())).value();
  const auto publish = [&](std::string subject, std::string payload) {
    const nats::Publication forged{.subject = std::move(subject), .payload = std::move(payload)};
    REQUIRE(bus->publish({&forged, 1}, soon()).front().verdict == nats::Verdict::stored);
  };
  std::string other = real.subject;
  other.replace(other.find("devbot"), 6, "mallory");
  publish(other, real.payload + " ");
  publish("memory.nonsense", "{}");
  publish(real.subject, "{\"change\":");
  const std::string later = devbot.desk().write(sample::decision("Sessions in Redis"));
  settle(server.url(), devbot);
  const auto troubles = must(devbot.records().projection().troubles({}));
  CHECK(troubles.quarantined == 3);
  CHECK(devbot.knows(later));
  CHECK_THAT(devbot.dump(), Catch::Contains("mallory published a change in the name of devbot"));
}

TEST_CASE_METHOD(Fixture, "many that waited are delivered once each, and so is the news of each") {
  constexpr int many = 1500;  // more than one batch
  server.kill();
  const Session devbot = session("devbot");
  const memory::Author author{"devbot", "shop", "", ""};
  const auto now = base::system_clock()();
  base::UuidSource ids(base::system_clock());
  for (int number = 0; number < many; ++number) {
    const auto document = sample::parsed(sample::decision(base::format("Choice {}", number)));
    memory::Draft draft =
        memory::shape_of(static_cast<const memory::Draft*>(nullptr)).read(document.root());
    draft.status = memory::statuses_of(draft.type).front();
    must(devbot.records().add({}, {ids.next(), now, author, draft}));
  }
  server.start();
  settle(server.url(), devbot);
  CHECK(log_messages(server.url()) == many);
  const auto bus = connected(server.url());
  CHECK(support::eventually([&] {
    const auto events = must(bus->stream(memory::events_stream, soon()));
    return events && events->state.messages == many;
  }));
  const Session infrabot = session("infrabot");
  settle(server.url(), devbot, infrabot);
  CHECK(devbot.dump() == infrabot.dump());
}
