// The commands for people and hooks: what they print, where, and how they end.

#include "support/text.hpp"
#include "wire.hpp"

using support::joined;

namespace {

struct PrintingFixture {
  support::TemporaryDirectory home;

  support::Finished run(std::vector<std::string> arguments,
                        const wire::Variables& more = {}) const {
    return wire::run(home.path(), std::move(arguments), more);
  }

  std::string write(const std::string& record) const {
    wire::Client client(home.path());
    return client.call("write_record", record).member("id");
  }
};

/// A failure says why on stderr and nothing on stdout.
void fails(const support::Finished& finished, int exit_code, const std::string& says) {
  INFO(joined(finished.lines) << "stderr: " << finished.errors);
  CHECK(finished.exit_code == exit_code);
  CHECK(finished.lines.empty());
  CHECK_THAT(finished.errors, Catch::Contains(says));
}

}  // namespace

TEST_CASE_METHOD(PrintingFixture, "brief prints the digest within its budget") {
  const auto empty = run({"brief"});
  CHECK(empty.exit_code == 0);
  CHECK(empty.errors.empty());
  CHECK_THAT(joined(empty.lines), Catch::Contains("Nothing is in force here yet"));
  const std::string id = write(sample::decision());
  const auto brief = run({"brief", "--budget", "200"}, {{"AGENT_NAME", "devbot"}});
  CHECK(brief.exit_code == 0);
  CHECK(joined(brief.lines).size() <= 700);
  CHECK_THAT(joined(brief.lines), Catch::Contains(id) && Catch::Contains("for devbot"));
}

TEST_CASE_METHOD(PrintingFixture, "find prints what matches, or that nothing does") {
  const std::string id = write(sample::decision("it's -- a \"zebra\""));
  for (const char* question : {"zebra", "it's a zebra?", "\"zebra", "zebra*", "(NEAR zebra"}) {
    INFO(question);
    const auto found = run({"find", question});
    CHECK(found.exit_code == 0);
    CHECK_THAT(joined(found.lines), Catch::Contains(id));
  }
  for (const char* question : {"giraffe", "", " ", "\xff\xfe"}) {
    const auto nothing = run({"find", question});
    CHECK(nothing.exit_code == 0);
    CHECK_THAT(joined(nothing.lines), Catch::Contains("Nothing in project shop matches"));
  }
  const auto elsewhere = run({"--project", "blog", "find", "zebra"});
  CHECK_THAT(joined(elsewhere.lines), Catch::Contains("Nothing in project blog"));
  write(sample::decision("another zebra"));
  CHECK(run({"find", "zebra", "--limit", "1"}).lines.size() == 3);
}

TEST_CASE_METHOD(PrintingFixture, "wrong words end with a message on stderr") {
  fails(run({"brief", "--budget", "199"}), 2, "--budget");
  fails(run({"brief", "--budget", "x"}), 2, "--budget");
  fails(run({"find", "a", "--limit", "0"}), 2, "--limit");
  fails(run({"find", "a", "--limit", "99999999999999"}), 2, "--limit");
  fails(run({"find"}), 2, "question");
  fails(run({"nonsense"}), 2, "nonsense");
  fails(run({"brief", "--nonsense"}), 2, "nonsense");
  fails(run({"call"}), 2, "tool");
  fails(run({"call", "brief", "[]"}), 2, "JSON object");
  fails(run({"call", "brief", "{"}), 2, "JSON object");
}

TEST_CASE_METHOD(PrintingFixture, "what goes wrong ends with 1 and its cause on stderr") {
  fails(run({"brief"}, {{"AGENT_NAME", "${AGENT_NAME}"}}), 1, "did not expand");
  fails(run({"brief"}, {{"AGENT_SMITH_PROJECT", "${PROJECT}"}}), 1, "did not expand");
  fails(run({"find", "a"}, {{"AGENT_SMITH_HOME", "relative"}}), 1, "absolute");
  fails(run({"find", "a"}, {{"AGENT_SMITH_HOME", "/proc/nowhere"}}), 1, "/proc/nowhere");
}

TEST_CASE_METHOD(PrintingFixture, "call prints request and response, and fails as the tool does") {
  const auto stored = run({"call", "write_record", sample::decision()});
  CHECK(stored.exit_code == 0);
  CHECK_THAT(joined(stored.lines),
             Catch::Contains("request:") && Catch::Contains("response:") &&
                 Catch::Contains("it is on disk"));
  const auto refused = run({"call", "write_record", "{}"});
  CHECK(refused.exit_code == 1);
  CHECK_THAT(joined(refused.lines), Catch::Contains("/type: missing"));
  fails(run({"call", "no_such_tool"}), 2, "none of");
  CHECK(run({"call", "brief"}).exit_code == 0);
}

TEST_CASE_METHOD(PrintingFixture, "doctor says who, where and whether all is well") {
  const auto healthy = run({"doctor"});
  INFO(joined(healthy.lines));
  CHECK(healthy.exit_code == 0);
  CHECK(healthy.errors.empty());
  for (const char* fact : {"agent",
                           "AGENT_NAME is not set",
                           "project",
                           "shop",
                           "memory.db",
                           "integrity",
                           "durability",
                           "privacy",
                           "sqlite"})
    CHECK_THAT(joined(healthy.lines), Catch::Contains(fact));
  CHECK(joined(healthy.lines).find("!!") == std::string::npos);

  const auto unnamed = run({"doctor"}, {{"AGENT_NAME", "${AGENT_NAME}"}});
  CHECK(unnamed.exit_code == 1);
  CHECK_THAT(joined(unnamed.lines), Catch::Contains("!!  agent"));
  CHECK_THAT(joined(unnamed.lines), Catch::Contains("ok  store"));

  for (const char* name : {"memory.db", "memory.db-wal", "memory.db-shm"})
    std::filesystem::remove(home.path() / name);
  home.write("memory.db", std::string(8192, 'x'));
  const auto damaged = run({"doctor"});
  CHECK(damaged.exit_code == 1);
  CHECK_THAT(joined(damaged.lines),
             Catch::Contains("!!  store") && Catch::Contains("not a database"));
}
