#include "base/result.hpp"

#include <memory>

#include "support/catch.hpp"

namespace {

base::Result<int> half(int number) {
  if (number % 2 != 0) return base::invalid("odd");
  return number / 2;
}

base::Result<std::string> half_in_words(int number) {
  const int result = TRY(half(number));
  return std::to_string(result);
}

base::Result<void> must_be_even(int number) {
  TRY(half(number));
  return {};
}

base::Result<std::unique_ptr<int>> boxed(int number) {
  auto box = std::make_unique<int>(TRY(half(number)));
  return box;
}

}  // namespace

TEST_CASE("a result is a value or an error") {
  CHECK(*half(4) == 2);
  const auto odd = half(3);
  REQUIRE_FALSE(odd);
  CHECK(odd.error().kind == base::ErrorKind::invalid);
  CHECK(odd.error().message == "odd");
}

TEST_CASE("TRY gives the value") {
  CHECK(*half_in_words(8) == "4");
  CHECK(must_be_even(8));
}

TEST_CASE("TRY hands the error on, whatever the two results hold") {
  REQUIRE_FALSE(half_in_words(7));
  CHECK(half_in_words(7).error().message == "odd");
  REQUIRE_FALSE(must_be_even(7));
  CHECK(must_be_even(7).error().message == "odd");
}

TEST_CASE("a result may hold what can only be moved") {
  auto box = boxed(6);
  REQUIRE(box);
  const std::unique_ptr<int> taken = std::move(box).value();
  CHECK(*taken == 3);
  CHECK_FALSE(boxed(5));
}

TEST_CASE("every maker sets its kind") {
  CHECK(base::invalid("").kind == base::ErrorKind::invalid);
  CHECK(base::not_found("").kind == base::ErrorKind::not_found);
  CHECK(base::conflict("").kind == base::ErrorKind::conflict);
  CHECK(base::busy("").kind == base::ErrorKind::busy);
  CHECK(base::unavailable("").kind == base::ErrorKind::unavailable);
  CHECK(base::stopped("").kind == base::ErrorKind::stopped);
  CHECK(base::internal("").kind == base::ErrorKind::internal);
}
