// Stores of other versions of this program: older ones are brought up to date, newer ones are left
// as they are.

#include <csignal>
#include <random>
#include <thread>

#include "base/format.hpp"
#include "desk.hpp"
#include "first_schema.hpp"
#include "mcp-memory/store/schema.hpp"
#include "support/eventually.hpp"
#include "support/places.hpp"
#include "wire.hpp"

namespace {

using first_schema::number;
using first_schema::opened;

const auto known_schema = static_cast<std::int64_t>(memory::migrations().size());

struct Fixture {
  support::TemporaryDirectory home;

  std::filesystem::path file() const { return home.path() / "memory.db"; }

  void run(const std::string& sql) const {
    sqlite::Connection connection = opened(file());
    first_schema::run(connection, sql);
  }

  std::int64_t value(const std::string& sql) const {
    sqlite::Connection connection = opened(file());
    return number(connection, sql);
  }

  void make_large(int records) const {
    first_schema::make(file());
    sqlite::Connection connection = opened(file());
    first_schema::insert_many(connection, records);
  }

  std::uintmax_t log_bytes() const {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(file().native() + "-wal", missing);
    return missing ? 0 : bytes;
  }
};

memory::Draft decision(const std::string& title, const std::string& summary) {
  memory::Draft draft;
  draft.title = title;
  draft.summary = summary;
  draft.status = "accepted";
  draft.tags = {"storage", "orders"};
  draft.scope = {"src/orders/**", "billing"};
  draft.context = "Orders change together.";
  draft.decision = "Use PostgreSQL.";
  draft.rationale = "Transactions.";
  return draft;
}

memory::Draft incident() {
  memory::Draft draft;
  draft.type = memory::RecordType::incident;
  draft.title = "Checkout failed";
  draft.summary = "The pool was empty for an hour.";
  draft.status = "open";
  draft.severity = memory::Severity::sev2;
  draft.impact = "12% of checkouts failed.";
  draft.started_at = "2026-11-22T20:27:00Z";
  draft.symptoms = {"FATAL: sqlstate53300 remaining connection slots"};
  return draft;
}

const std::vector<first_schema::Row>& rows() {
  static const std::vector<first_schema::Row> all = {
      {"00000001-89ab-7def-8123-456789abcdef",
       "devbot",
       "",
       1'700'000'000'000,
       decision("Orders are stored in PostgreSQL", "The order service keeps its data there.")},
      {"00000002-89ab-7def-8123-456789abcdef",
       "reviewer",
       "01234567-89ab-7def-8123-456789abcdef",
       1'700'000'001'000,
       incident()},
      {"00000003-89ab-7def-8123-456789abcdef",
       "devbot",
       "",
       1'700'000'002'000,
       decision("R\xC3\xA9"
                "cords in \xE6\x97\xA5\xE6\x9C\xAC",
                "Written in several scripts.")}};
  return all;
}

struct Filled : Fixture {
  Filled() {
    first_schema::make(file());
    sqlite::Connection connection = opened(file());
    for (const auto& row : rows())
      first_schema::insert(connection, row);
  }

  std::string find(const desk::Desk& desk, const std::string& question) const {
    return desk.must("find_records", R"({"query":)" + json::quoted(question) + "}").text;
  }
};

std::string by_id(const std::string& id) {
  return R"({"id":")" + id + "\"}";
}

}  // namespace

TEST_CASE_METHOD(Filled, "a store of schema 1 keeps every record, word for word") {
  const desk::Desk desk(home.path());
  for (const auto& row : rows()) {
    const auto answer = desk.must("get_record", by_id(row.id));
    const std::string document = memory::document_of(row.draft);
    CHECK_THAT(answer.structured().dump(),
               Catch::Contains(document.substr(1)) &&
                   Catch::Contains(R"("agent":")" + row.agent + "\"") &&
                   Catch::Contains(
                       base::to_iso(base::Instant(std::chrono::milliseconds(row.created_ms)))) &&
                   Catch::Contains(R"("revision":1)"));
    CHECK(answer.member("run_id") == (row.run_id.empty() ? "null" : row.run_id));
    const auto history = desk.must("record_history", by_id(row.id));
    CHECK_THAT(history.text, Catch::Contains("written") && Catch::Contains(row.agent));
  }
  CHECK(value("PRAGMA user_version") == known_schema);
  CHECK(value("SELECT count(*) FROM records") == 3);
}

TEST_CASE_METHOD(Filled, "positions and cursors of schema 1 stay what they were") {
  const desk::Desk desk(home.path());
  const auto listed = desk.must("read_records", R"({"since":"after-1"})");
  CHECK(listed.member("position") == "after-3");
  CHECK_THAT(listed.text,
             Catch::Contains(rows()[2].id) && Catch::Contains(rows()[1].id) &&
                 !Catch::Contains(rows()[0].id));
  CHECK(listed.text.find(rows()[2].id) < listed.text.find(rows()[1].id));
  const auto tagged = desk.must("read_records", R"({"tag":"storage"})");
  CHECK_THAT(tagged.text, Catch::Contains(rows()[0].id) && !Catch::Contains(rows()[1].id));
  const auto changes = desk.must("changes_since", R"({"since":"after-2","own":true})");
  CHECK_THAT(changes.text, Catch::Contains(rows()[2].id) && !Catch::Contains(rows()[1].id));
  desk.write(sample::decision("The fourth"));
  CHECK(desk.must("read_records", R"({"since":"after-3"})").member("position") == "after-4");
}

TEST_CASE_METHOD(Filled, "records of schema 1 are found by words at once, in part after a write") {
  const desk::Desk desk(home.path());
  CHECK_THAT(find(desk, "orders postgresql"), Catch::Contains(rows()[0].id));
  CHECK_THAT(find(desk, "remaining connection slots"), Catch::Contains(rows()[1].id));
  CHECK_THAT(find(desk, "state53300"), Catch::Contains(rows()[1].id));
  const auto written =
      desk.must("write_record",
                sample::with(sample::decision("Orders are stored in PostgreSQL now"),
                             "summary",
                             "\"The order service keeps its data there.\""));
  CHECK_THAT(written.text, Catch::Contains(rows()[0].id));
  CHECK_THAT(find(desk, "state53300"), Catch::Contains(rows()[1].id));
  CHECK_THAT(find(desk, "orders postgresql"), Catch::Contains(rows()[0].id));
  CHECK(desk.memory().records().value()->check_words().value() == "ok");
}

TEST_CASE_METHOD(Filled, "an identical record of schema 1 is known") {
  const desk::Desk desk(home.path());
  const auto again = desk.must("write_record", memory::document_of(rows()[0].draft));
  CHECK(again.member("id") == rows()[0].id);
  CHECK(value("SELECT count(*) FROM records") == 3);
}

TEST_CASE_METHOD(Filled, "an export of a store of schema 1 comes back byte by byte") {
  const auto exported = wire::run(home.path(), {"export"});
  REQUIRE(exported.exit_code == 0);
  CHECK(exported.lines.size() == 4);
  const support::TemporaryDirectory other;
  std::string text;
  for (const std::string& line : exported.lines)
    text += line + "\n";
  REQUIRE(wire::run(other.path(), {"import", other.write("x", text).string()}).exit_code == 0);
  CHECK(wire::run(other.path(), {"export"}).lines == exported.lines);
}

TEST_CASE_METHOD(Fixture, "a migration that is killed anywhere is harmless") {
  constexpr int records = 4'000;
  make_large(records);
  const support::TemporaryDirectory pristine;
  for (const char* end : {"", "-wal"})
    if (std::filesystem::exists(file().native() + end))
      std::filesystem::copy(file().native() + end, pristine.path());
  std::mt19937 random(11);
  int in_the_middle = 0;
  for (int round = 0; round < 6; ++round) {
    const std::uintmax_t begun = log_bytes();
    const std::uintmax_t wanted = begun + random() % 12'000'000;
    support::ServerProcess process(
        support::memory_server, {"find", "orders"}, wire::variables(home.path()));
    support::eventually([&] { return log_bytes() > wanted || process.wait_exit({}); });
    process.signal(SIGKILL);
    process.wait_exit();
    sqlite::Connection connection = opened(file());
    const std::int64_t version = number(connection, "PRAGMA user_version");
    CHECK((version >= 1 && version <= known_schema));
    in_the_middle += version < known_schema ? 1 : 0;
    CHECK(number(connection, "SELECT count(*) FROM records") == records);
    // In between the words may be missing: whoever opens the file next goes on before it reads.
    const bool is_whole = version == 1 || version == known_schema;
    const auto found =
        number(connection, "SELECT count(*) FROM record_words WHERE record_words MATCH 'orders'");
    CHECK((!is_whole || found == records));
    if (version < known_schema) continue;
    for (const char* end : {"", "-wal", "-shm"})
      std::filesystem::remove(file().native() + end);
    for (const auto& kept : std::filesystem::directory_iterator(pristine.path()))
      std::filesystem::copy(kept.path(), home.path());
  }
  CHECK(in_the_middle >= 1);
  CHECK(wire::run(home.path(), {"find", "decision number 12345"}).exit_code == 0);
  CHECK(value("PRAGMA user_version") == known_schema);
  CHECK(value("SELECT count(*) FROM changes") == records);
  CHECK(value("SELECT count(*) FROM documents") == records);
}

TEST_CASE_METHOD(Fixture,
                 "a first write that is killed while it makes the index anew is harmless") {
  constexpr int records = 1'500;
  make_large(records);
  REQUIRE(wire::run(home.path(), {"find", "orders"}).exit_code == 0);
  run("UPDATE derived_form SET form = 0");
  std::mt19937 random(12);
  for (int round = 0; round < 5; ++round) {
    const std::uintmax_t wanted = log_bytes() + random() % 1'000'000;
    support::ServerProcess process(support::memory_server,
                                   {"call", "write_record", sample::decision("Killed")},
                                   wire::variables(home.path()));
    support::eventually([&] { return log_bytes() > wanted || process.wait_exit({}); });
    process.signal(SIGKILL);
    process.wait_exit();
  }
  REQUIRE(wire::run(home.path(), {"call", "write_record", sample::decision("Killed")}).exit_code ==
          0);
  CHECK(value("SELECT count(*) FROM records") == records + 1);
  CHECK(wire::run(home.path(), {"doctor"}).exit_code == 0);
}

TEST_CASE_METHOD(Fixture, "processes that migrate at once agree on who does it") {
  constexpr int records = 3'000;
  make_large(records);
  std::vector<support::Finished> finished(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(finished.size());
    for (auto& one : finished)
      threads.emplace_back([&] { one = wire::run(home.path(), {"find", "decision number 77"}); });
  }
  for (const auto& one : finished) {
    INFO(one.errors);
    CHECK(one.exit_code == 0);
    CHECK(one.errors.empty());
  }
  CHECK(value("SELECT count(*) FROM changes") == records);
  CHECK(wire::run(home.path(), {"doctor"}).exit_code == 0);
}

TEST_CASE_METHOD(Filled, "a newer store that allows it is read and not written") {
  {
    const desk::Desk desk(home.path());
    find(desk, "orders");
  }
  run(base::format("PRAGMA user_version = {}", known_schema + 1));
  run(base::format("UPDATE schema_readers SET oldest_reader = {}", known_schema));
  wire::Client client(home.path());
  CHECK_THAT(client.call("find_records", R"({"query":"orders postgresql"})").text(),
             Catch::Contains(rows()[0].id));
  CHECK_FALSE(client.call("get_record", by_id(rows()[1].id)).is_error());
  const auto refused = client.call("write_record", sample::decision());
  CHECK(refused.is_error());
  CHECK_THAT(refused.text(),
             Catch::Contains(base::format("schema version {}", known_schema + 1)) &&
                 Catch::Contains(base::format("knows up to {}", known_schema)) &&
                 Catch::Contains("can be read but not written") &&
                 Catch::Contains("update this program"));
  CHECK(wire::run(home.path(), {"export"}).exit_code == 0);
  CHECK_FALSE(client.call("brief").is_error());
  CHECK(value("SELECT count(*) FROM records") == 3);
}

TEST_CASE_METHOD(Filled, "a newer store that does not allow it is refused for both") {
  {
    const desk::Desk desk(home.path());
    find(desk, "orders");
  }
  run(base::format("PRAGMA user_version = {}", known_schema + 1));
  for (const std::string& readers :
       {base::format("UPDATE schema_readers SET oldest_reader = {}", known_schema + 1),
        std::string("DROP TABLE schema_readers")}) {
    run(readers);
    wire::Client client(home.path());
    for (const auto& reply : {client.call("find_records", R"({"query":"orders"})"),
                              client.call("write_record", sample::decision())}) {
      CHECK(reply.is_error());
      CHECK_THAT(reply.text(),
                 Catch::Contains(base::format("schema version {}", known_schema + 1)) &&
                     Catch::Contains("update this program") && !Catch::Contains("can be read"));
    }
    CHECK(client.answers_ping());
    CHECK(wire::run(home.path(), {"export"}).exit_code == 1);
  }
}

TEST_CASE_METHOD(Filled, "a server that is running when a newer one migrates notices it") {
  wire::Client client(home.path());
  CHECK_FALSE(client.call("write_record", sample::decision("Before")).is_error());
  run(base::format(
      "BEGIN; PRAGMA user_version = {}; UPDATE schema_readers SET oldest_reader = {}; COMMIT",
      known_schema + 1,
      known_schema));
  CHECK(client.call("write_record", sample::decision("Behind")).is_error());
  CHECK_FALSE(client.call("find_records", R"({"query":"orders"})").is_error());
  run(base::format("UPDATE schema_readers SET oldest_reader = {}", known_schema + 1));
  CHECK(client.call("find_records", R"({"query":"orders"})").is_error());
  run(base::format("PRAGMA user_version = {}", known_schema));
  CHECK_FALSE(client.call("write_record", sample::decision("Back again")).is_error());
}
