#include "app/program.hpp"
#include "mcp-memory/program.hpp"

int main(int argc, char** argv) {
  return app::run(argc, argv, memory::program);
}
