#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/commands/terminal.hpp"
#include "mcp-runlog/naming.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {
namespace {

base::Result<std::string> shown(const Setting& setting, const std::string& named) {
  const std::string run_id = TRY(run_meant(setting, named));
  const Story story = TRY(story_of(*setting.run_log, {}, run_id, Bodies::all));
  return terminal_story(story, look_of_stdout());
}

}  // namespace

app::Command show_command(const Setting& setting) {
  return {.name = "show",
          .help = "The timeline of a run",
          .options = {{.name = "run", .help = run_meant_help, .positional = true}},
          .run = [setting](const app::Words& words) {
            return report(shown(setting, words.at("run")));
          }};
}

}  // namespace runlog
