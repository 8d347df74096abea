#pragma once
// A run log that commands work on, each as a process of its own.

#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "commands/spooled_events.hpp"
#include "desk.hpp"
#include "support/places.hpp"
#include "support/server_process.hpp"

namespace commands {

struct RunLogHome {
  support::TemporaryDirectory home;
  support::TemporaryDirectory files;

  support::Finished run(std::vector<std::string> words, const spooled::Variables& more = {}) const {
    return support::run_to_end(
        support::runlog_server, std::move(words), spooled::variables(home.path(), more));
  }

  /// What it prints; it must go well.
  std::string must(std::vector<std::string> words) const {
    const auto done = run(std::move(words));
    INFO(done.errors);
    REQUIRE(done.exit_code == 0);
    std::string text;
    for (const std::string& line : done.lines)
      text += line + "\n";
    return text;
  }

  /// What it says on stderr; it must fail, and print nothing.
  std::string refused(std::vector<std::string> words) const {
    const auto done = run(std::move(words));
    REQUIRE(done.exit_code != 0);
    CHECK(done.lines.empty());
    return done.errors;
  }

  /// Two runs: run_a that ended well, and run_b, later, which goes on.
  void fill() const {
    using namespace happenings;
    // All this happened long before the processes look at it.
    home.write(
        "runlog.yaml",
        "retention: {silent_run: forever, bodies: forever, logs: forever, events: forever}\n");
    const desk::Desk devbot(home.path());
    devbot.deliver({start(run_a, 0, {.title = "Mend the build", .agent = "devbot"}),
                    of_run(run_a, tool("toolu_1", runlog::Kind::tool_start, 1'000)),
                    of_run(run_a, tool("toolu_1", runlog::Kind::tool_end, 2'000)),
                    of_run(run_a, note("A \x1b[31mred note", 3'000)),
                    finish(run_a, 4'000, {.outcome = "It is green."}),
                    start(run_b, 10'000, {.title = "Roll it out", .agent = "infrabot"})});
  }
};

}  // namespace commands
