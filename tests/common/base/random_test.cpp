#include "base/random.hpp"

#include <set>

#include "support/catch.hpp"

TEST_CASE("random bytes come in the number that was asked for") {
  for (const std::size_t count : {0U, 1U, 8U, 32U, 256U, 257U, 100'000U})
    CHECK(base::random_bytes(count).size() == count);
}

TEST_CASE("random bytes do not repeat") {
  std::set<std::string> seen;
  for (int times = 0; times < 1000; ++times)
    CHECK(seen.insert(base::random_bytes(16)).second);
}

TEST_CASE("random bytes are filled to the end") {
  // 64 bytes that all stay zero have a chance of 2 to the -512.
  const std::string bytes = base::random_bytes(100'000);
  CHECK(bytes.substr(bytes.size() - 64) != std::string(64, '\0'));
}
