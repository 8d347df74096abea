#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "app/call.hpp"
#include "app/declarations.hpp"
#include "app/program.hpp"
#include "app/serve.hpp"
#include "app/token.hpp"
#include "base/format.hpp"
#include "base/limits.hpp"

namespace app {
namespace {

constexpr const char* environment_help =
    "Environment:\n"
    "  AGENT_NAME           the agent that calls (unset: local)\n"
    "  AGENT_SMITH_HOME     where state is kept (default: ~/.local/share/agent-smith)\n"
    "  AGENT_SMITH_PROJECT  the project, instead of that of the working directory\n"
    "  AGENT_SMITH_TEAM     team.yaml, which lists the agents\n"
    "  RUN_ID               the run that log lines and records belong to\n";

/// Everything that the command line says.
struct CommandLine {
  bool tools = false;
  ServeLine serve{.call_seconds = static_cast<int>(base::limits::call_time_max.count())};
  std::string call_tool;
  std::string call_arguments = "{}";
  std::vector<Words> words;  ///< one for each command of the program
};

void add_option(CLI::App& command, const Option& option, Words& words) {
  std::string& word = words[option.name];
  word = option.fallback;
  auto* added =
      command.add_option(option.positional ? option.name : "--" + option.name, word, option.help);
  if (option.required) added->required();
  if (option.range) added->check(CLI::Range(option.range->first, option.range->second));
  if (!option.fallback.empty()) added->capture_default_str();
}

void add_serve(CLI::App& cli, ServeLine& line) {
  auto* serve =
      cli.add_subcommand("serve", "Serve MCP on stdin and stdout (the default), or over HTTP");
  serve->add_option("--call-seconds", line.call_seconds, "Time limit of one call")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  auto* http = serve->add_option(
      "--http", line.http, "Serve several clients over HTTP instead, on ADDRESS:PORT or PORT");
  serve->add_option("--tls-cert", line.tls_certificate, "Certificate chain (PEM), with --tls-key")
      ->needs(http);
  serve->add_option("--tls-key", line.tls_key, "Its key (PEM), with --tls-cert")->needs(http);
  serve
      ->add_flag(
          "--behind-proxy", line.behind_proxy, "A proxy in front of it ends TLS; needs tokens")
      ->needs(http);
  serve->add_option("--allow-origin", line.allowed_origins, "A web page's origin that may use it")
      ->needs(http);
}

void add_commands(CLI::App& cli, const Program& program, CommandLine& line) {
  add_serve(cli, line.serve);
  auto* call = cli.add_subcommand("call", "Call one tool and print request and response");
  call->add_option("tool", line.call_tool, "Name of the tool; --tools lists them")->required();
  call->add_option("arguments", line.call_arguments, "Its arguments as a JSON object")
      ->capture_default_str();
  cli.add_subcommand("token", "Make a bearer token for an agent that connects over HTTP");
  line.words.resize(program.commands.size());
  for (std::size_t at = 0; at < program.commands.size(); ++at) {
    const Command& command = program.commands[at];
    auto* added = cli.add_subcommand(command.name, command.help);
    for (const Option& option : command.options)
      add_option(*added, option, line.words[at]);
  }
}

int act(const CLI::App& cli,
        const Program& program,
        const std::shared_ptr<crew::Workplace>& workplace,
        const CommandLine& line) {
  if (line.tools) {
    std::printf("%s\n", declarations_json(program.server).c_str());
    return 0;
  }
  if (cli.got_subcommand("call")) {
    return call_and_print(
        program.server,
        [workplace] { return workplace->agent(); },
        line.call_tool,
        line.call_arguments);
  }
  if (cli.got_subcommand("token")) {
    std::printf("%s", new_token().c_str());
    return 0;
  }
  for (std::size_t at = 0; at < program.commands.size(); ++at) {
    if (cli.got_subcommand(program.commands[at].name))
      return program.commands[at].run(line.words[at]);
  }
  return serve(program.server, workplace, line.serve);
}

}  // namespace

int run(int argc, char** argv, const Builder& build) {
  ::umask(S_IRWXG | S_IRWXO);  // whatever a server writes is for its user alone
  const auto workplace = std::make_shared<crew::Workplace>();
  std::error_code gone;
  workplace->launch.directory = std::filesystem::current_path(gone);
  const Program program = build(workplace);

  CLI::App cli(program.server.description, program.server.name);
  CommandLine line;
  cli.set_version_flag("--version",
                       base::format("{} {}", program.server.name, program.server.version));
  cli.add_flag("--tools", line.tools, "Print the declarations of the tools as JSON");
  cli.add_option("--project",
                 workplace->launch.project,
                 "The project, instead of that of the working directory");
  cli.add_option("--team", workplace->launch.team, "The team.yaml that lists the agents");
  cli.require_subcommand(0, 1);
  cli.fallthrough();
  cli.footer(environment_help);
  add_commands(cli, program, line);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  return act(cli, program, workplace, line);
}

}  // namespace app
