#include "base/uuid.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include "support/catch.hpp"

namespace {

base::Clock clock_at(const base::Instant& instant) {
  return [&instant] { return instant; };
}

std::string digits_of(const std::string& uuid) {
  std::string digits = uuid;
  digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
  return digits;
}

}  // namespace

TEST_CASE("an id is a UUIDv7 that begins with the time") {
  const base::Instant now(std::chrono::milliseconds(0x0123456789AB));
  base::UuidSource source(clock_at(now));
  const std::string id = source.next();
  CHECK(base::is_uuid(id));
  CHECK(base::is_uuid_v7_hex(digits_of(id)));
  CHECK(id.substr(0, 15) == "01234567-89ab-7");
}

TEST_CASE("ids increase within one millisecond and past the end of the counter") {
  const base::Instant now(std::chrono::milliseconds(1'795'379'224'123));
  base::UuidSource source(clock_at(now));
  std::string before = source.next();
  for (int count = 0; count < 10'000; ++count) {
    std::string next = source.next();
    REQUIRE(before < next);
    REQUIRE(base::is_uuid_v7_hex(digits_of(next)));
    before = std::move(next);
  }
}

TEST_CASE("ids increase when the clock steps back") {
  base::Instant now(std::chrono::milliseconds(1'795'379'224'123));
  base::UuidSource source(clock_at(now));
  const std::string before = source.next();
  now -= std::chrono::hours(24);
  CHECK(before < source.next());
}

TEST_CASE("ids of several threads are all different") {
  const base::Instant now(std::chrono::milliseconds(1'795'379'224'123));
  base::UuidSource source(clock_at(now));
  std::vector<std::vector<std::string>> made(4);
  std::vector<std::thread> threads;
  for (auto& ids : made) {
    threads.emplace_back([&] {
      for (int count = 0; count < 500; ++count)
        ids.push_back(source.next());
    });
  }
  for (auto& thread : threads)
    thread.join();
  std::vector<std::string> all;
  for (const auto& ids : made) {
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    all.insert(all.end(), ids.begin(), ids.end());
  }
  std::sort(all.begin(), all.end());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}

TEST_CASE("two sources with the same clock do not make the same id") {
  const base::Instant now(std::chrono::milliseconds(1'795'379'224'123));
  base::UuidSource one(clock_at(now));
  base::UuidSource other(clock_at(now));
  CHECK(one.next() != other.next());
}

TEST_CASE("only 36 characters in the usual form are a UUID") {
  CHECK(base::is_uuid("01234567-89ab-cdef-0123-456789ABCDEF"));
  for (const auto* text : {"",
                           "0123456789abcdef0123456789abcdef",
                           "01234567-89ab-cdef-0123-456789abcde",
                           "01234567-89ab-cdef-0123-456789abcdef0",
                           "01234567089ab-cdef-0123-456789abcdef",
                           "g1234567-89ab-cdef-0123-456789abcdef",
                           "{1234567-89ab-cdef-0123-456789abcde}"}) {
    CAPTURE(text);
    CHECK_FALSE(base::is_uuid(text));
  }
}

TEST_CASE("version and variant bits decide whether a trace id is a UUIDv7") {
  CHECK(base::is_uuid_v7_hex("0123456789ab7def8123456789abcdef"));
  CHECK(base::is_uuid_v7_hex("0123456789AB7DEFB123456789ABCDEF"));
  CHECK_FALSE(base::is_uuid_v7_hex("0123456789ab4def8123456789abcdef"));
  CHECK_FALSE(base::is_uuid_v7_hex("0123456789ab7defc123456789abcdef"));
  CHECK_FALSE(base::is_uuid_v7_hex("0123456789ab7def7123456789abcdef"));
  CHECK_FALSE(base::is_uuid_v7_hex("0123456789ab7def8123456789abcde"));
  CHECK_FALSE(base::is_uuid_v7_hex("0123456789ab7def8123456789abcdeg"));
}

TEST_CASE("hyphens are put in and the case is lowered") {
  CHECK(base::uuid_from_hex("0123456789AB7DEF8123456789ABCDEF") ==
        "01234567-89ab-7def-8123-456789abcdef");
}
