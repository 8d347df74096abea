// The calls of a run, as its timeline hears of them: from the spool of the run log, and over the
// bus.

#include "activity/recorder.hpp"
#include "shared/crew.hpp"
#include "spool/spool.hpp"
#include "support/catch.hpp"
#include "wire.hpp"

namespace {

constexpr const char* run_id = "01936f3e-0000-7000-8000-0000000000aa";
constexpr const char* other_run = "01936f3e-0000-7000-8000-0000000000bb";

struct Home {
  support::TemporaryDirectory directory;
  spool::Spool spool{activity::spool_directory(directory.path())};

  std::vector<json::Document> events() const {
    std::vector<json::Document> all;
    CHECK(spool.drain(100, [&](std::span<const std::string_view> lines) -> base::Result<void> {
      for (const std::string_view line : lines)
        all.push_back(sample::parsed(std::string(line)));
      return {};
    }));
    return all;
  }
};

std::string text(const json::Document& event, std::string_view name) {
  const json::View value = event.root().find(name);
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

}  // namespace

TEST_CASE("a server that is started in a run leaves its calls in the spool of the run log") {
  const Home home;
  REQUIRE(home.spool.make());
  wire::Client client(home.directory.path(), {{"RUN_ID", run_id}, {"AGENT_NAME", "devbot"}});
  client.call("write_record", sample::decision("Orders in PostgreSQL"));
  client.call("find_records", R"({"query":"which database"})");
  client.call("get_record", R"({"id":"no such id"})");
  const auto events = home.events();
  REQUIRE(events.size() == 3);
  CHECK(text(events[0], "tool") == "write_record");
  CHECK(text(events[1], "title") == "find_records: which database");
  CHECK(text(events[2], "kind") == "tool.error");
  for (const json::Document& event : events) {
    CHECK(text(event, "run_id") == run_id);
    CHECK(text(event, "agent") == "devbot");
    CHECK(text(event, "stream") == "mcp-memory");
  }
  CHECK(client.server().errors().find(std::string("[run=") + run_id + "]") != std::string::npos);
}

TEST_CASE("a call belongs to the run that its own metadata name") {
  const Home home;
  REQUIRE(home.spool.make());
  wire::Client client(home.directory.path(), {{"RUN_ID", run_id}});
  client.server().send(
      R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"brief","arguments":{},)"
      R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
      R"("io.modelcontextprotocol/clientCapabilities":{},"claudecode/toolUseId":"toolu_01",)"
      R"("traceparent":"00-01936f3e0000700080000000000000bb-00f067aa0ba902b7-01"}}})");
  client.next();
  const auto events = home.events();
  REQUIRE(events.size() == 1);
  CHECK(text(events[0], "run_id") == other_run);
  CHECK(text(events[0], "tool_use_id") == "toolu_01");
  CHECK(events[0].root().find("body").find("trace_id").is(json::Kind::text));
}

TEST_CASE("where no run log is kept, calls leave nothing") {
  const Home home;
  wire::Client client(home.directory.path(), {{"RUN_ID", run_id}});
  CHECK_FALSE(client.call("brief").is_error());
  CHECK_FALSE(std::filesystem::exists(home.spool.directory()));
}

TEST_CASE("of a call that reads the bus hears as the same event as the spool") {
  support::NatsServer server;
  crew_test::make_streams(server.url());
  const Home home;
  REQUIRE(home.spool.make());
  wire::Client client(
      home.directory.path(),
      {{"RUN_ID", run_id}, {"AGENT_NAME", "devbot"}, {"AGENT_SMITH_NATS", server.url()}});
  client.call("find_records", R"({"query":"which database"})");
  const auto bus = crew_test::connected(server.url());
  std::optional<nats::Message> message;
  CHECK(support::eventually([&] {
    const auto last =
        bus->last_of(memory::events_stream, "swarm.events.memory.devbot.read", crew_test::soon());
    if (last) message = *last;
    return message.has_value();
  }));
  REQUIRE(message);
  const auto events = home.events();
  REQUIRE(events.size() == 1);
  const nats::Headers& headers = message->headers;
  const auto has = [&](const char* name, const std::string& value) {
    return std::find(headers.begin(), headers.end(), nats::Header{name, value}) != headers.end();
  };
  CHECK(has("ce-id", text(events[0], "id")));
  CHECK(has("Swarm-Run-Id", run_id));
  CHECK(has("Swarm-Agent", "devbot"));
  CHECK(message->payload.find("find_records: which database") != std::string::npos);
}
