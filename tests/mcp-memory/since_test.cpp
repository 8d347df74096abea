#include "mcp-memory/since.hpp"

#include "support/catch.hpp"

using memory::parse_since;

namespace {

const base::Instant asked_at = *base::parse_iso("2026-11-22T12:00:00Z");

std::string not_before(std::string_view text) {
  const auto since = parse_since(text, asked_at);
  if (!since) return since.error().message;
  CHECK(since->after_position == 0);
  return base::to_iso(since->not_before);
}

}  // namespace

TEST_CASE("since reads times in ISO 8601 and turns offsets into UTC") {
  CHECK(not_before("2026-11-20") == "2026-11-20T00:00:00.000Z");
  CHECK(not_before("2026-11-20T10:11Z") == "2026-11-20T10:11:00.000Z");
  CHECK(not_before("2026-11-20T10:11:12") == "2026-11-20T10:11:12.000Z");
  CHECK(not_before("2026-11-20T10:11:12.345Z") == "2026-11-20T10:11:12.345Z");
  CHECK(not_before("2026-11-20T01:30:00+02:00") == "2026-11-19T23:30:00.000Z");
  CHECK(not_before("2026-11-20T23:30:00-05:30") == "2026-11-21T05:00:00.000Z");
  CHECK(not_before(" 2026-11-20 ") == "2026-11-20T00:00:00.000Z");
}

TEST_CASE("since reads spans back from now, and times still to come") {
  CHECK(not_before("0s") == "2026-11-22T12:00:00.000Z");
  CHECK(not_before("90s") == "2026-11-22T11:58:30.000Z");
  CHECK(not_before("15m") == "2026-11-22T11:45:00.000Z");
  CHECK(not_before("36h") == "2026-11-21T00:00:00.000Z");
  CHECK(not_before("7d") == "2026-11-15T12:00:00.000Z");
  CHECK(not_before("2w") == "2026-11-08T12:00:00.000Z");
  CHECK(not_before("2030-01-01") == "2030-01-01T00:00:00.000Z");
}

TEST_CASE("since takes a span of any length, or refuses it; it never wraps around") {
  for (const char* text : {"999999999w", "2147483647w", "2147483647d", "2147483647s"}) {
    const auto since = parse_since(text, asked_at);
    REQUIRE(since);
    CHECK(since->not_before < asked_at);
  }
  for (const char* text :
       {"2147483648w", "9999999999999w", "99999999999999999999999999999s", "-7d", "+7d"})
    CHECK_FALSE(parse_since(text, asked_at));
}

TEST_CASE("since reads its own cursor") {
  const auto since = parse_since(memory::cursor_after(42), asked_at);
  REQUIRE(since);
  CHECK(since->after_position == 42);
  CHECK(since->not_before == base::Instant::min());
  CHECK(parse_since(memory::cursor_after(INT64_MAX), asked_at)->after_position == INT64_MAX);
  CHECK(parse_since("after-0", asked_at)->after_position == 0);
}

TEST_CASE("since without anything lets everything pass") {
  for (const char* text : {"", " ", "\t\n"}) {
    CHECK(parse_since(text, asked_at)->after_position == 0);
    CHECK(parse_since(text, asked_at)->not_before == base::Instant::min());
  }
}

TEST_CASE("since says all three spellings when it understands none") {
  for (const char* text : {"yesterday",
                           "7",
                           "d",
                           "7 d",
                           "7y",
                           "7dd",
                           "1.5h",
                           "after-",
                           "after--1",
                           "after-x",
                           "after-9223372036854775808",
                           "before-7",
                           "After-7",
                           "2026",
                           "2026-11",
                           "2026-11-31",
                           "2026-02-29",
                           "22.11.2026",
                           "2026-11-22T",
                           "2026-11-22 20:27",
                           "2026-11-22T20:27:00ZZ",
                           "2026-11-22T20:27:00+99",
                           "asked_at",
                           "\xff\xfe",
                           "2026-11-22T20:27:61Z"}) {
    INFO(text);
    const auto since = parse_since(text, asked_at);
    CHECK_FALSE(since);
    if (since) continue;
    CHECK_THAT(since.error().message,
               Catch::Contains("2026-11-22T20:27:00Z") && Catch::Contains("7d") &&
                   Catch::Contains("after-42"));
  }
  CHECK(parse_since(std::string(100'000, 'x'), asked_at).error().message.size() < 400);
}

TEST_CASE("a moment is a time or a span back from now, and nothing else") {
  using memory::parse_moment;
  CHECK(parse_moment("2026-11-20T10:11:12Z", asked_at).value() ==
        *base::parse_iso("2026-11-20T10:11:12Z"));
  CHECK(parse_moment(" 36h ", asked_at).value() == asked_at - std::chrono::hours(36));
  CHECK(parse_moment("2999-01-01", asked_at).value() > asked_at);
  for (const char* text : {"", " ", "after-42", "yesterday", "7", "2026-11-31", "\xff"}) {
    INFO(text);
    const auto moment = parse_moment(text, asked_at);
    REQUIRE_FALSE(moment);
    CHECK(moment.error().kind == base::ErrorKind::invalid);
    CHECK_THAT(moment.error().message,
               Catch::Contains("2026-11-22T20:27:00Z") && Catch::Contains("7d"));
    CHECK(moment.error().message.find("earlier reply") == std::string::npos);
  }
  CHECK(parse_moment(std::string(100'000, 'x'), asked_at).error().message.size() < 400);
}

TEST_CASE("a cursor is read as it was spelled, and nothing else is one") {
  using memory::parse_cursor;
  for (const std::int64_t position : {std::int64_t{0}, std::int64_t{42}, INT64_MAX})
    CHECK(parse_cursor(memory::cursor_after(position)) == position);
  for (const char* text :
       {"", "42", "after-", "after--1", "after-4 ", " after-4", "after-4x", "After-4"}) {
    INFO(text);
    CHECK_FALSE(parse_cursor(text));
  }
}
