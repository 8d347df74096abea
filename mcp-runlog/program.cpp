#include "mcp-runlog/program.hpp"

namespace runlog {

app::Program program(const std::shared_ptr<crew::Workplace>&) {
  return {.server = {.name = "mcp-runlog",
                     .title = "Run log",
                     .version = AGENT_SMITH_VERSION,
                     .description = "Every run of every agent on one timeline",
                     .instructions = {}}};
}

}  // namespace runlog
