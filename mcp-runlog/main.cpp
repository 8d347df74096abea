#include <string_view>

#include "app/program.hpp"
#include "mcp-runlog/program.hpp"

int main(int argc, char** argv) {
  const int code = app::run(argc, argv, runlog::program);
  // A hook that fails stops the agent, also if only its command line is wrong.
  const bool is_hook = argc > 1 && std::string_view(argv[1]) == "hook";
  return is_hook ? 0 : code;
}
