// A crew on two machines, as it is set up: users by `nats permissions`, streams by `nats setup`,
// servers that are told where the bus is, and the operator's commands.

#include "mcp-memory/shared/permissions.hpp"
#include "support/eventually.hpp"
#include "support/nats_server.hpp"
#include "support/text.hpp"
#include "wire.hpp"

using support::joined;

namespace {

using Catch::Contains;

constexpr const char* password = "for-tests";

constexpr const char* team =
    "version: 1\nagents:\n  - {name: devbot, role: writes code}\n  - {name: infrabot}\n";

/// A machine of the crew.
struct Machine {
  Machine() {
    home.write("team.yaml", team);
    home.write("nats.yaml", "streams: {memory_max_bytes: 50MiB, events_max_bytes: 20MiB}\n");
  }

  wire::Variables as(const std::string& agent, const std::string& url) const {
    return {
        {"AGENT_NAME", agent}, {"AGENT_SMITH_NATS", url}, {"AGENT_SMITH_NATS_PASSWORD", password}};
  }

  support::TemporaryDirectory home;
};

std::string configuration() {
  const Machine machine;
  return joined(wire::run(machine.home.path(), {"nats", "permissions"}).lines);
}

struct CrewLogFixture {
  support::NatsServer server{configuration(),
                             {{memory::password_variable("operator"), password},
                              {memory::password_variable("runlog"), password},
                              {memory::password_variable("devbot"), password},
                              {memory::password_variable("infrabot"), password}}};
  Machine here;
  Machine there;

  CrewLogFixture() {
    const auto made = here_as_devbot({"nats", "setup"});
    INFO(made.errors);
    REQUIRE(made.exit_code == 0);
  }

  support::Finished here_as_devbot(std::vector<std::string> words) const {
    return wire::run(here.home.path(), std::move(words), here.as("devbot", server.url()));
  }

  support::Finished there_as_infrabot(std::vector<std::string> words) const {
    return wire::run(there.home.path(), std::move(words), there.as("infrabot", server.url()));
  }

  std::string write(const std::string& record) const {
    const auto written = here_as_devbot({"call", "write_record", record});
    INFO(joined(written.lines) << written.errors);
    REQUIRE(written.exit_code == 0);
    const std::string text = joined(written.lines);
    const std::string marker = "decision ";
    return text.substr(text.find(marker) + marker.size(), 36);
  }

  bool there_is(const std::string& id) const {
    return there_as_infrabot({"call", "get_record", R"({"id":")" + id + R"("})"}).exit_code == 0;
  }
};

}  // namespace

TEST_CASE_METHOD(CrewLogFixture,
                 "a record of one machine is read on another, by agents with their own rights") {
  const auto written =
      here_as_devbot({"call", "write_record", sample::decision("Orders live in PostgreSQL")});
  CHECK_THAT(joined(written.lines), Contains("in the log of the crew, sequence 1"));
  support::eventually([&] {
    return joined(there_as_infrabot({"find", "orders postgresql"}).lines).find("Orders live") !=
           std::string::npos;
  });
  const auto doctor = there_as_infrabot({"doctor"});
  INFO(joined(doctor.lines) << doctor.errors);
  CHECK(doctor.exit_code == 0);
  CHECK_THAT(joined(doctor.lines),
             Contains("stream MEMORY on 127.0.0.1") && Contains("nats-server") &&
                 Contains("sync_interval") && Contains("0 changes of this machine wait"));
}

TEST_CASE_METHOD(CrewLogFixture, "an agent whose password is refused is told that its words wait") {
  const auto refused = wire::run(here.home.path(),
                                 {"call", "write_record", sample::decision("Not mine to say")},
                                 {{"AGENT_NAME", "infrabot"},
                                  {"AGENT_SMITH_NATS", server.url()},
                                  {"AGENT_SMITH_NATS_PASSWORD", "wrong"}});
  CHECK_THAT(joined(refused.lines), Contains("waits for the log"));
}

TEST_CASE_METHOD(CrewLogFixture, "what a machine had before it joined is brought in once") {
  wire::run(here.home.path(), {"call", "write_record", sample::decision("Orders live in files")});
  wire::run(here.home.path(), {"call", "write_record", sample::pattern("Count the ducks")});
  const auto brought = here_as_devbot({"nats", "import"});
  INFO(brought.errors);
  REQUIRE(brought.exit_code == 0);
  CHECK_THAT(joined(brought.lines), Contains("2 changes are in the log now"));
  const auto again = here_as_devbot({"nats", "import"});
  CHECK_THAT(joined(again.lines), Contains("0 changes are in the log now, 2 were there before"));
  support::eventually([&] {
    return joined(there_as_infrabot({"find", "ducks"}).lines).find("Count the ducks") !=
           std::string::npos;
  });
}

TEST_CASE_METHOD(CrewLogFixture,
                 "a purge erases the record from the log, and every machine drops it") {
  const std::string id = write(sample::decision("Never tell anyone"));
  support::eventually([&] { return there_is(id); });
  const auto purged = here_as_devbot({"purge", id, "--reason", "told too much"});
  INFO(purged.errors);
  REQUIRE(purged.exit_code == 0);
  CHECK_THAT(joined(purged.lines), Contains("2 messages were erased"));
  support::eventually([&] { return !there_is(id); });
  const Machine fresh;
  const auto exported = wire::run(fresh.home.path(), {"brief"}, fresh.as("infrabot", server.url()));
  CHECK_THAT(joined(exported.lines), !Contains("Never tell"));
}
