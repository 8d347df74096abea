#pragma once
// The command line of a binary: parsed by what it declares, with words for whoever mistyped. The
// only door to CLI11; prints nothing itself.

#include <string>
#include <variant>
#include <vector>

#include "app/command.hpp"

namespace app {

/// All that a command line may say.
struct Grammar {
  std::string name;
  std::string description;
  std::string footer;             ///< ends the help
  std::vector<Option> options;    ///< before or after the command; --help is added everywhere
  std::vector<Command> commands;  ///< the first is meant if none is named
};

struct CommandLine {
  const Command* command;  ///< of the grammar
  Words words;             ///< of the command
  Words options;           ///< of the grammar
};

/// There is nothing to run: --help, or a wrong command line.
struct Ending {
  int exit_code;  ///< 0 or 2
  std::string output;
  std::string errors;
};

std::variant<CommandLine, Ending> parse(const Grammar& grammar, int argc, const char* const* argv);

/// "--limit", or the name alone of what is positional.
std::string spelled(const Option& option);

}  // namespace app
