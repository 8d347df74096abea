// What the options of the commands change.

#include "full_memory.hpp"

namespace {

struct OptionsFixture {
  support::TemporaryDirectory home;
  desk::Desk desk{home.path()};

  std::string run(const std::vector<std::string>& words) const {
    const auto finished = wire::run(home.path(), words);
    INFO(finished.errors);
    CHECK(finished.exit_code == 0);
    return moving::joined(finished.lines);
  }

  std::string decision_about(const std::string& title, const std::string& path) const {
    return desk.write(sample::with(sample::decision(title), "scope", "[\"" + path + "\"]"));
  }
};

bool is_before(const std::string& text, const std::string& first, const std::string& second) {
  return text.find(first) < text.find(second) && text.find(second) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(OptionsFixture, "brief --path puts first what concerns the path") {
  const std::string orders = decision_about("Orders", "src/orders/**");
  const std::string billing = decision_about("Billing", "src/billing/**");
  CHECK(is_before(run({"brief"}), billing, orders));
  CHECK(is_before(run({"brief", "--path", "src/orders/total.cpp"}), orders, billing));
  CHECK(is_before(run({"brief", "--path", "docs", "--path", "src/orders/a.cpp"}), orders, billing));
}

TEST_CASE_METHOD(OptionsFixture, "brief --trigger puts first the runbook for it") {
  const std::string disk = desk.write(sample::runbook("Free the disk"));
  const std::string queue = desk.write(
      sample::with(sample::runbook("Drain the queue"), "triggers", R"(["alert QueueTooLong"])"));
  CHECK(is_before(run({"brief"}), queue, disk));
  CHECK(is_before(run({"brief", "--trigger", "DiskFull"}), disk, queue));
}

TEST_CASE_METHOD(OptionsFixture, "find --superseded shows what no longer holds, behind what does") {
  const std::string first = desk.write(sample::decision("Pelicans carry the mail"));
  const std::string second =
      moving::supersede(desk, first, sample::decision("Pigeons carry the mail"));
  const std::string now = run({"find", "pelicans mail"});
  CHECK_THAT(now, Catch::Contains(second) && !Catch::Contains(first + " "));
  const std::string all = run({"find", "pelicans mail", "--superseded"});
  CHECK(is_before(all, second, first));
}

TEST_CASE_METHOD(OptionsFixture, "find says that its best match is no good one") {
  desk.write(sample::decision("Pelicans carry the mail"));
  CHECK_THAT(run({"find", "pelicans mail"}), !Catch::Contains("No good match"));
  CHECK_THAT(run({"find", "why does the compiler warn about unused pelicans in templates"}),
             Catch::StartsWith("No good match; the nearest:"));
}

TEST_CASE_METHOD(OptionsFixture, "the completion for bash knows every command and its options") {
  const std::string script = run({"completion", "bash"});
  for (const char* word : {"brief",
                           "find",
                           "export",
                           "import",
                           "backup",
                           "purge",
                           "doctor",
                           "eval",
                           "nats",
                           "permissions",
                           "--update",
                           "--path",
                           "--trigger",
                           "--superseded",
                           "--all",
                           "--reason",
                           "--repair"})
    CHECK_THAT(script, Catch::Contains(word));
}

TEST_CASE_METHOD(OptionsFixture, "--help names every command and what it is for") {
  const std::string help = run({"--help"});
  for (const char* command : {"export", "import", "backup", "purge", "doctor", "eval", "nats"})
    CHECK_THAT(help, Catch::Contains(std::string("  ") + command + " "));
}
