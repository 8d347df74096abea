#include "mcp-runlog/spool/spool.hpp"

#include <fstream>

#include "mcp-runlog/format/event_line.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace {

using runlog::Delivery;
using runlog::Event;
using runlog::Source;

constexpr base::Instant now{std::chrono::milliseconds(1'790'000'000'000)};
constexpr const char* run = "01936f3e-0000-7000-8000-0000000000aa";

Event event(int number, Source source = Source::hook, const std::string& clock = "host:a") {
  return {.id = runlog::event_id(source, std::to_string(number)),
          .source = source,
          .clock = clock,
          .at = now,
          .run_id = run,
          .kind = runlog::Kind::note,
          .title = "note " + std::to_string(number)};
}

std::vector<Delivery> drained(runlog::Spool& spool, std::size_t events_max = 100) {
  std::vector<Delivery> all;
  const auto done =
      spool.drain(events_max, now, [&](std::span<const Delivery> some) -> base::Result<void> {
        all.insert(all.end(), some.begin(), some.end());
        return {};
      });
  CHECK(done);
  return all;
}

}  // namespace

TEST_CASE("events come back as they went in, the spool being made for the first of them") {
  const support::TemporaryDirectory directory;
  runlog::Spool spool(directory.path() / "home");
  const std::vector<Event> events{event(1), event(2)};
  REQUIRE(spool.append(events));
  const auto deliveries = drained(spool);
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].feed == runlog::Feed{Source::hook, "host:a"});
  CHECK(deliveries[0].events == events);
  CHECK(deliveries[0].unreadable == 0);
  CHECK(deliveries[0].at == now);
  CHECK_FALSE(deliveries[0].position);
  CHECK(drained(spool).empty());
}

TEST_CASE("each source and each clock is a feed of its own") {
  const support::TemporaryDirectory directory;
  runlog::Spool spool(directory.path());
  REQUIRE(spool.append(std::vector{event(1), event(2, Source::mcp)}));
  REQUIRE(spool.append(std::vector{event(3, Source::hook, "host:b"), event(4)}));
  const auto deliveries = drained(spool);
  REQUIRE(deliveries.size() == 3);
  CHECK(deliveries[0].events == std::vector{event(1), event(4)});
  CHECK(deliveries[1].feed == runlog::Feed{Source::mcp, "host:a"});
  CHECK(deliveries[2].feed == runlog::Feed{Source::hook, "host:b"});
}

TEST_CASE("not more events at once than are wanted") {
  const support::TemporaryDirectory directory;
  runlog::Spool spool(directory.path());
  std::vector<Event> events;
  for (int number = 0; number < 25; ++number)
    events.push_back(event(number));
  REQUIRE(spool.append(events));
  const auto deliveries = drained(spool, 10);
  REQUIRE(deliveries.size() == 3);
  CHECK(deliveries[0].events.size() == 10);
  CHECK(deliveries[2].events.size() == 5);
}

TEST_CASE("an unreadable line is kept raw with its run, and counted") {
  const support::TemporaryDirectory directory;
  runlog::Spool spool(directory.path());
  REQUIRE(spool.append(std::vector{event(1)}));
  const std::string torn = runlog::event_line(event(2)).substr(0, 200);
  REQUIRE(torn.find(run) != std::string::npos);
  std::ofstream(directory.path() / "runlog-spool" / "events.jsonl", std::ios::app)
      << "\n"
      << torn << "\n"
      << "neither\x1b[31m nor\n";
  const auto deliveries = drained(spool);
  REQUIRE(deliveries.size() == 2);
  CHECK(deliveries[0].events == std::vector{event(1)});
  CHECK(deliveries[1].feed == runlog::Feed{Source::runlog, "spool"});
  CHECK(deliveries[1].unreadable == 2);
  REQUIRE(deliveries[1].events.size() == 2);
  const Event& first = deliveries[1].events[0];
  CHECK(first.kind == runlog::Kind::raw);
  CHECK(first.run_id == run);
  CHECK(first.title.starts_with("unreadable in the spool: "));
  const Event& second = deliveries[1].events[1];
  CHECK(second.run_id.empty());
  CHECK(second.body_json.find('\x1b') == std::string::npos);
  // It must get through the same door again.
  for (const Event& raw : deliveries[1].events) {
    const auto read = runlog::read_event_line(runlog::event_line(raw));
    REQUIRE(read);
    CHECK(*read == raw);
  }
}

TEST_CASE("the same unreadable line is the same event, whenever it is read") {
  const support::TemporaryDirectory directory;
  runlog::Spool spool(directory.path());
  std::vector<std::string> ids;
  for (int time = 0; time < 2; ++time) {
    directory.write("runlog-spool/events.jsonl", "what is this\n");
    ids.push_back(drained(spool).at(0).events.at(0).id);
  }
  CHECK(ids[0] == ids[1]);
}

TEST_CASE("an error of the store leaves what it did not take") {
  const support::TemporaryDirectory directory;
  runlog::Spool spool(directory.path());
  REQUIRE(spool.append(std::vector{event(1)}));
  const auto failed = spool.drain(10, now, [](std::span<const Delivery>) -> base::Result<void> {
    return base::unavailable("the disk is full");
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message == "the disk is full");
  CHECK(spool.waiting_bytes() > 0);
  CHECK(drained(spool).at(0).events == std::vector{event(1)});
}
