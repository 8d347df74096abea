#include "tests/conformance/conformance.hpp"

int main(int argc, char** argv) {
  return app::run(argc, argv, conformance::program);
}
