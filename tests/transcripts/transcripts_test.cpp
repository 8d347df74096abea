#include "support/catch.hpp"

TEST_CASE("a") {}
