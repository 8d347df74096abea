#include "mcp-memory/record.hpp"

#include "support/catch.hpp"

using memory::Entry;
using memory::remarks_of;
using Remarks = std::vector<std::string>;

namespace {

const base::Instant now = *base::parse_iso("2026-11-22T12:00:00Z");

Entry entry() {
  Entry entry;
  entry.id = "01938a6e-7c00-7000-8000-000000000001";
  entry.status = "accepted";
  return entry;
}

}  // namespace

TEST_CASE("a record in force of which nothing is known has no remarks") {
  CHECK(remarks_of(entry(), now).empty());
  CHECK_FALSE(memory::is_stale(entry(), now));
  CHECK_FALSE(memory::is_doubted(entry()));
}

TEST_CASE("a record is stale from the moment of its review or of the end of its validity") {
  Entry reviewed = entry();
  reviewed.review_by = now + std::chrono::seconds(1);
  CHECK_FALSE(memory::is_stale(reviewed, now));
  CHECK(remarks_of(reviewed, now).empty());
  reviewed.review_by = now;
  CHECK(memory::is_stale(reviewed, now));
  CHECK(remarks_of(reviewed, now) == Remarks{"review was due 2026-11-22"});
  Entry ended = entry();
  ended.valid_until = now + std::chrono::seconds(1);
  CHECK_FALSE(memory::is_stale(ended, now));
  ended.valid_until = now - std::chrono::hours(24);
  CHECK(memory::is_stale(ended, now));
  CHECK(remarks_of(ended, now) == Remarks{"was valid until 2026-11-21"});
}

TEST_CASE("who followed a record and how it went is remarked, failures first") {
  Entry tried = entry();
  tried.worked = 2;
  CHECK(remarks_of(tried, now) == Remarks{"worked for 2"});
  CHECK_FALSE(memory::is_doubted(tried));
  tried.failed = 2;
  CHECK(remarks_of(tried, now) == Remarks{"failed for 2, worked for 2"});
  CHECK_FALSE(memory::is_doubted(tried));
  tried.failed = 3;
  CHECK(memory::is_doubted(tried));
  tried.worked = 0;
  CHECK(remarks_of(tried, now) == Remarks{"failed for 3, worked for 0"});
}

TEST_CASE("what replaces and what contradicts a record is named, and on which branch it holds") {
  Entry all = entry();
  all.superseded_by = "01938a6e-7c00-7000-8000-000000000002";
  all.contradictions = {"01938a6e-7c00-7000-8000-000000000003",
                        "01938a6e-7c00-7000-8000-000000000004"};
  all.branch = "feature/x";
  all.review_by = now;
  all.valid_until = now;
  all.worked = 1;
  CHECK(remarks_of(all, now) == Remarks{"superseded by 01938a6e-7c00-7000-8000-000000000002",
                                        "contradicts 01938a6e-7c00-7000-8000-000000000003, "
                                        "01938a6e-7c00-7000-8000-000000000004",
                                        "was valid until 2026-11-22",
                                        "review was due 2026-11-22",
                                        "holds on branch feature/x only",
                                        "worked for 1"});
}

TEST_CASE("each type begins in the first of its statuses") {
  using memory::statuses_of;
  CHECK(statuses_of(memory::RecordType::decision).front() == "accepted");
  CHECK(statuses_of(memory::RecordType::incident).front() == "open");
  CHECK(statuses_of(memory::RecordType::pattern).front() == "candidate");
  CHECK(statuses_of(memory::RecordType::runbook).front() == "active");
}
