#include <map>

#include "mcp-runlog/commands.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace runlog {
namespace {

using Given = std::map<std::string, std::vector<std::string>>;

/// A home that is asked for only by what takes something in.
struct World {
  int import(const Given& given) {
    const Setting setting{.workplace = std::make_shared<crew::Workplace>(),
                          .run_log = std::make_shared<RunLog>(
                              [this]() -> base::Result<std::filesystem::path> {
                                is_asked = true;
                                return base::unavailable("no home here");
                              },
                              base::system_clock())};
    const app::Command command = import_command(setting);
    app::Words words;
    for (const app::Option& option : command.options) {
      words.declare(option.name, option.fallback);
      const auto found = given.find(option.name);
      if (found != given.end()) words.give(option.name, found->second);
    }
    return command.run(words);
  }

  support::TemporaryDirectory directory;
  std::string file =
      directory.write("s.jsonl", R"({"type":"summary","summary":"x","uuid":"u"})").string();
  bool is_asked = false;
};

TEST_CASE("import refuses a run that is no UUID and an agent that has no name, and takes nothing") {
  World world;
  CHECK(world.import({{"file", {world.file}}, {"run", {"yesterday's"}}}) == 1);
  CHECK(world.import({{"file", {world.file}}, {"agent", {"Not A Name"}}}) == 1);
  CHECK_FALSE(world.is_asked);
  const std::string run = "0199C0DE-0000-7000-8000-000000000002";
  CHECK(world.import({{"file", {world.file}}, {"run", {run}}, {"agent", {"devbot"}}}) == 1);
  CHECK(world.is_asked);
}

}  // namespace
}  // namespace runlog
