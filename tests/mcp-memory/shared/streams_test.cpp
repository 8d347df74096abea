#include "mcp-memory/shared/streams.hpp"

#include "support/catch.hpp"

namespace memory {
namespace {

using Lines = std::vector<std::string>;

nats::StreamInfo found(nats::Stream stream) {
  return {.stream = std::move(stream), .state = {}};
}

nats::Stream wanted_memory() {
  return wanted_streams({}).front();
}

TEST_CASE("the log of record keeps everything and refuses what does not fit") {
  const nats::Stream memory = wanted_memory();
  CHECK(memory.name == "MEMORY");
  CHECK(memory.subjects == Lines{"memory.>"});
  CHECK(memory.max_age.count() == 0);
  CHECK(memory.max_bytes == 10'737'418'240);
  CHECK(memory.discard == nats::Discard::refuse_new);
  CHECK(memory.max_message_bytes == 262'144);
  CHECK(memory.duplicate_window == std::chrono::minutes(10));
  CHECK(memory.allow_direct);
  CHECK_FALSE(memory.deny_delete);
  CHECK_FALSE(memory.deny_purge);
}

TEST_CASE("events are forgotten, the oldest first") {
  const auto streams = wanted_streams({});
  REQUIRE(streams.size() == 2);
  CHECK(streams[1].name == "SWARM_EVENTS");
  CHECK(streams[1].subjects == Lines{"swarm.events.>"});
  CHECK(streams[1].max_age == std::chrono::days(14));
  CHECK(streams[1].max_bytes == 2'147'483'648);
  CHECK(streams[1].discard == nats::Discard::drop_old);
}

TEST_CASE("the operator's settings are those of both streams") {
  const crew::StreamSettings settings{.replicas = 3,
                                      .cluster = "east",
                                      .tags = {"ssd"},
                                      .memory_bytes_max = 1000,
                                      .events_bytes_max = 2000,
                                      .events_age_max = std::chrono::hours(1),
                                      .duplicate_window = std::chrono::seconds(2)};
  const auto streams = wanted_streams(settings);
  for (const nats::Stream& stream : streams) {
    CHECK(stream.replicas == 3);
    CHECK(stream.cluster == "east");
    CHECK(stream.tags == Lines{"ssd"});
    CHECK(stream.duplicate_window == std::chrono::seconds(2));
  }
  CHECK(streams[0].max_bytes == 1000);
  CHECK(streams[1].max_bytes == 2000);
  CHECK(streams[1].max_age == std::chrono::hours(1));
}

TEST_CASE("a stream that is as wanted differs in nothing, whatever its description") {
  nats::Stream stream = wanted_memory();
  stream.description = "Somebody's own words.";
  CHECK(differences(wanted_memory(), found(stream)).empty());
}

TEST_CASE("every difference is one line that says what is wanted and what is there") {
  nats::Stream stream{.name = "MEMORY",
                      .subjects = {"memory.>", "more.>"},
                      .max_age = std::chrono::days(7),
                      .max_bytes = 0,
                      .max_message_bytes = 1000,
                      .discard = nats::Discard::drop_old,
                      .duplicate_window = std::chrono::seconds(90),
                      .replicas = 3,
                      .cluster = "east",
                      .tags = {"ssd"},
                      .allow_direct = false,
                      .deny_delete = true,
                      .deny_purge = true};
  CHECK(differences(wanted_memory(), found(stream)) ==
        Lines{"subjects: memory.> wanted, memory.>, more.> found",
              "max_age: no limit wanted, 7 days found",
              "max_bytes: 10 GiB wanted, no limit found",
              "max_msg_size: 256 KiB wanted, 1000 bytes found",
              "discard: new wanted, old found",
              "duplicate_window: 10 minutes wanted, 90 seconds found",
              "num_replicas: 1 wanted, 3 found",
              "placement.cluster: none wanted, east found",
              "placement.tags: none wanted, ssd found",
              "allow_direct: true wanted, false found",
              "deny_delete: false wanted, true found",
              "deny_purge: false wanted, true found"});
}

TEST_CASE("what our streams have no words for is a difference too") {
  nats::StreamInfo info = found(wanted_memory());
  info.unusual = {{"storage", R"("file")", R"("memory")"}};
  CHECK(differences(wanted_memory(), info) == Lines{R"(storage: "file" wanted, "memory" found)"});
}

TEST_CASE("sizes and spans are in the largest unit that is exact") {
  CHECK(spelled_bytes(0) == "no limit");
  CHECK(spelled_bytes(1023) == "1023 bytes");
  CHECK(spelled_bytes(1536) == "1536 bytes");
  CHECK(spelled_bytes(3 << 19) == "1536 KiB");
  CHECK(spelled_bytes(std::uint64_t{1} << 40U) == "1 TiB");
  CHECK(spelled_span(std::chrono::milliseconds(0)) == "no limit");
  CHECK(spelled_span(std::chrono::milliseconds(1500)) == "1500 ms");
  CHECK(spelled_span(std::chrono::seconds(60)) == "1 minute");
  CHECK(spelled_span(std::chrono::hours(36)) == "36 hours");
  CHECK(spelled_span(std::chrono::days(14)) == "14 days");
}

}  // namespace
}  // namespace memory
