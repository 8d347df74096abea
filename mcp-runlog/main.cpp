#include "app/program.hpp"
#include "mcp-runlog/program.hpp"

int main(int argc, char** argv) {
  return app::run(argc, argv, runlog::program);
}
