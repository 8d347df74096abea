#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "app/command_line.hpp"
#include "app/declarations.hpp"
#include "app/program.hpp"
#include "app/standard_commands.hpp"

namespace app {
namespace {

constexpr const char* environment_help =
    "Environment:\n"
    "  AGENT_NAME           the agent that calls (unset: local)\n"
    "  AGENT_SMITH_HOME     where state is kept (default: ~/.local/share/agent-smith)\n"
    "  AGENT_SMITH_NATS     URLs of NATS servers through which machines share state\n"
    "  AGENT_SMITH_NATS_PASSWORD\n"
    "                       the password there, instead of the credentials in nats.yaml\n"
    "  AGENT_SMITH_PROJECT  the project, instead of that of the working directory\n"
    "  AGENT_SMITH_TEAM     team.yaml, which lists the agents\n"
    "  RUN_ID               the run that log lines and records belong to\n";

Grammar grammar_of(const Program& program) {
  return {
      .name = program.server.name,
      .description = program.server.description,
      .footer = environment_help,
      .options = {{.name = "version", .help = "Print name and version", .is_flag = true},
                  {.name = "tools",
                   .help = "Print the declarations of the tools as JSON",
                   .is_flag = true},
                  {.name = "project",
                   .help = "The project, instead of that of the working directory"},
                  {.name = "team", .help = "The team.yaml that lists the agents", .is_path = true},
                  {.name = "nats",
                   .help = "NATS servers through which machines share state; commas between URLs"}},
      .commands = {}};
}

int act(const Program& program, crew::Workplace& workplace, const CommandLine& line) {
  if (line.options.has("version")) {
    std::printf("%s %s\n", program.server.name.c_str(), program.server.version.c_str());
    return 0;
  }
  if (line.options.has("tools")) {
    std::printf("%s\n", declarations_json(program.server).c_str());
    return 0;
  }
  workplace.launch.project = line.options.at("project");
  workplace.launch.team = line.options.at("team");
  workplace.launch.nats = line.options.at("nats");
  return line.command->run(line.words);
}

}  // namespace

int run(int argc, char** argv, const Builder& build) {
  const auto workplace = std::make_shared<crew::Workplace>();
  // Whatever a server writes is for its user alone.
  workplace->launch.mode_mask = ::umask(S_IRWXG | S_IRWXO);
  std::error_code gone;
  workplace->launch.directory = std::filesystem::current_path(gone);
  Program program = build(workplace);
  program.server = observed(std::move(program.server), workplace, program.call_heard);

  Grammar grammar = grammar_of(program);
  grammar.commands = standard_commands(program.server, workplace, grammar);
  grammar.commands.insert(grammar.commands.end(), program.commands.begin(), program.commands.end());
  const auto parsed = parse(grammar, argc, argv);
  if (const auto* ending = std::get_if<Ending>(&parsed)) {
    std::fputs(ending->output.c_str(), stdout);
    std::fputs(ending->errors.c_str(), stderr);
    return ending->exit_code;
  }
  return act(program, *workplace, std::get<CommandLine>(parsed));
}

}  // namespace app
