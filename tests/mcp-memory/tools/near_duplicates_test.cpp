// What nearly says the same as another record is stored, and named with advice.

#include "calls.hpp"
#include "mcp-memory/store/schema.hpp"
#include "sqlite/database.hpp"

using Catch::Contains;
using Ids = std::vector<std::string>;

namespace {

std::string told(const std::string& type_sample, const std::string& summary) {
  return sample::with(type_sample, "summary", json::quoted(summary));
}

const char* const ducks =
    "The order service counts ducks in PostgreSQL with transactions, replicas and nightly backups.";
const char* const same_ducks =
    "The order service counts all ducks in PostgreSQL, with transactions, replicas, nightly "
    "backups.";
const char* const other =
    "Invoices are rendered by a queue worker that reads templates out of a bucket every morning.";

/// Empties the full-text tables behind the server's back.
void forget_words(const std::filesystem::path& home) {
  sqlite::Database database({.path = test_log::store_in(home),
                             .application_id = 0x61736D4D,
                             .migrations = memory::migrations()});
  const auto forgotten =
      database.write<void>({}, [](sqlite::Connection& connection) -> base::Result<void> {
        TRY(connection.run("INSERT INTO record_words (record_words) VALUES ('delete-all')"));
        return connection.run(
            "INSERT INTO record_fragments (record_fragments) VALUES ('delete-all')");
      });
  INFO((forgotten ? "" : forgotten.error().message));
  REQUIRE(forgotten);
}

struct NearDuplicatesFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  std::string first = devbot.write(told(sample::decision("Orders count ducks"), ducks));

  /// Ids that writing this names.
  Ids similar(const std::string& record, const desk::Desk& desk) const {
    return calls::ids(desk.must("write_record", record), "similar");
  }

  Ids similar(const std::string& record) const { return similar(record, devbot); }
};

}  // namespace

TEST_CASE_METHOD(NearDuplicatesFixture,
                 "a near-duplicate is stored, named and told what to do about") {
  const auto reply =
      devbot.beside("shop", "infrabot")
          .must("write_record", told(sample::decision("Orders count the ducks"), same_ducks));
  CHECK(reply.member("created") == "true");
  const json::View named = reply.structured().find("similar");
  REQUIRE(named.size() == 1);
  CHECK(named.item(0).find("id").text() == first);
  CHECK(named.item(0).find("agent").text() == "devbot");
  CHECK(named.item(0).find("status").text() == "accepted");
  CHECK(named.item(0).find("shared_percent").integer() >= 80);
  for (const char* word : {"supersede_record", "contradicts", "duplicates", "Orders count ducks"})
    CHECK_THAT(reply.text, Contains(word));
}

TEST_CASE_METHOD(NearDuplicatesFixture, "what says something else is not named") {
  CHECK(similar(told(sample::decision("Invoices are rendered"), other)).empty());
}

TEST_CASE_METHOD(NearDuplicatesFixture,
                 "neither another type nor another project has near-duplicates of it") {
  CHECK(similar(told(sample::pattern("Orders count the ducks"), same_ducks)).empty());
  CHECK(similar(told(sample::decision("Orders count the ducks"), same_ducks),
                devbot.beside("blog", "devbot"))
            .empty());
}

TEST_CASE_METHOD(NearDuplicatesFixture,
                 "what was superseded is not named, nor what the record takes the place of") {
  const auto by = devbot.must(
      "supersede_record",
      calls::supersede(first, told(sample::decision("Orders count the ducks"), same_ducks)));
  CHECK(by.structured().find("similar").is(json::Kind::absent));
  CHECK(similar(told(sample::decision("Orders count ducks again"), ducks)) == Ids{by.member("id")});
}

TEST_CASE_METHOD(NearDuplicatesFixture, "an updated record is compared by what it says now") {
  devbot.must("update_record",
              calls::update(
                  first,
                  1,
                  std::string(R"({"title":"Invoices are rendered","summary":")") + other + "\"}"));
  CHECK(similar(told(sample::decision("Orders count the ducks"), same_ducks)).empty());
  CHECK(similar(told(sample::decision("Invoices are all rendered"), other)) == Ids{first});
}

TEST_CASE_METHOD(NearDuplicatesFixture,
                 "an identical record gives the one that is there, whoever writes it") {
  const auto reply = devbot.beside("shop", "infrabot")
                         .must("write_record", told(sample::decision("Orders count ducks"), ducks));
  CHECK(reply.member("created") == "false");
  CHECK(reply.member("id") == first);
  CHECK(reply.member("agent") == "devbot");
  CHECK(reply.structured().find("similar").is(json::Kind::absent));
  CHECK_THAT(reply.text, Contains("devbot wrote the identical decision"));
}

TEST_CASE_METHOD(NearDuplicatesFixture, "at most three are named, the most similar first") {
  for (const char* word : {"daily", "weekly", "monthly", "hourly"})
    devbot.write(told(sample::decision(std::string("Orders count ducks ") + word), ducks));
  const Ids named =
      similar(told(sample::decision("Orders count ducks"), std::string(ducks) + " !"));
  REQUIRE(named.size() == 3);
  CHECK(named.front() == first);
}

TEST_CASE_METHOD(NearDuplicatesFixture,
                 "near-duplicates are found where the full text knows no words") {
  forget_words(home.path());
  REQUIRE(calls::found(devbot, "ducks").empty());
  CHECK(similar(told(sample::decision("Orders count the ducks"), same_ducks)) == Ids{first});
}
