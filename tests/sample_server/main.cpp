#include "tests/sample_server/sample.hpp"

int main(int argc, char** argv) {
  return app::run(argc, argv, sample::program);
}
