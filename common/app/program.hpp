#pragma once
// Program: one binary of the suite, declared. run() gives it its command line, so that every server
// answers to the same words: serve (the default), call, token, completion, --tools, --version,
// --help.

#include <functional>
#include <memory>
#include <vector>

#include "app/command.hpp"
#include "app/observed.hpp"
#include "crew/workplace.hpp"
#include "mcp/server.hpp"

namespace app {

struct Program {
  mcp::Server server;  ///< made without touching disk or network
  std::vector<Command> commands = {};
  CallHeard call_heard = {};  ///< of each tool call that belongs to a run
};

/// Builds the program around the workplace, whose settings the command line fills in before any
/// handler runs.
using Builder = std::function<Program(std::shared_ptr<crew::Workplace>)>;

/// The main() of every server. Returns the exit code: 0, 1 for a failure, 2 for a wrong command
/// line.
int run(int argc, char** argv, const Builder& build);

}  // namespace app
