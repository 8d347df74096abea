#pragma once
// Program: one binary of the suite, declared. run() gives it its command line, so that every server
// answers to the same words: serve (the default), call, --tools, --version, --help.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crew/workplace.hpp"
#include "mcp/server.hpp"

namespace app {

/// The words of a command line by option name; those not given have their fallback.
using Words = std::map<std::string, std::string>;

struct Option {
  std::string name;  ///< "limit" is --limit; a positional one is given without its name
  std::string help;
  bool positional = false;
  bool required = false;
  std::string fallback = {};
  std::optional<std::pair<int, int>> range = {};  ///< only whole numbers from .. to
};

/// A subcommand for people and scripts. `run` prints and returns the exit code.
struct Command {
  std::string name;
  std::string help;
  std::vector<Option> options;
  std::function<int(const Words&)> run;
};

struct Program {
  mcp::Server server;  ///< made without touching disk or network
  std::vector<Command> commands = {};
};

/// Builds the program around the workplace, whose settings the command line fills in before any
/// handler runs.
using Builder = std::function<Program(std::shared_ptr<crew::Workplace>)>;

/// The main() of every server. Returns the exit code: 0, 1 for a failure, 2 for a wrong command
/// line.
int run(int argc, char** argv, const Builder& build);

}  // namespace app
