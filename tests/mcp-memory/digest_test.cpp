// The digest, and what concerns a path.

#include "mcp-memory/digest.hpp"

#include <chrono>

#include "desk.hpp"
#include "mcp-memory/digest_text.hpp"
#include "support/environment.hpp"
#include "wire.hpp"

using sample::with;

namespace {

struct Fixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  desk::Desk infrabot = devbot.beside("shop", "infrabot");

  std::string brief(const std::string& arguments = "{}") const {
    return devbot.must("brief", arguments).text;
  }
};

/// The lines below a heading.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t begin = text.find("## " + heading + " (");
  if (begin == std::string::npos) return {};
  const std::size_t from = text.find('\n', begin) + 1;
  const std::size_t end = text.find("\n#", from);
  return text.substr(from, end == std::string::npos ? end : end - from);
}

std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

memory::Entry entry(int number, std::size_t characters) {
  return {.position = number,
          .id = "01938a6e-7c00-7000-8000-" + std::to_string(100'000'000'000 + number),
          .type = memory::RecordType::runbook,
          .status = "active",
          .title = std::string(characters, 'T'),
          .summary = std::string(characters * 3, 'S'),
          .agent = "devbot",
          .created_at = base::Instant{}};
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a digest of nothing says so and names the tool that changes it") {
  CHECK_THAT(brief(),
             Catch::Contains("Nothing is in force here yet") && Catch::Contains("write_record"));
}

TEST_CASE_METHOD(Fixture, "each kind of record is in its section, and only if it is in force") {
  const std::string open = devbot.write(sample::incident("Open"));
  const std::string mitigated =
      devbot.write(with(sample::incident("Mitigated"), "status", R"("mitigated")"));
  const std::string decision = devbot.write(sample::decision("Accepted"));
  const std::string runbook = devbot.write(sample::runbook("Active"));
  const std::string pattern =
      devbot.write(with(sample::pattern("Established"), "status", R"("established")"));
  const std::string left_out[] = {
      devbot.write(with(with(sample::incident("Resolved"), "status", R"("resolved")"),
                        "resolution",
                        R"("Done")")),
      devbot.write(with(sample::decision("Proposed"), "status", R"("proposed")")),
      devbot.write(with(sample::decision("Deprecated"), "status", R"("deprecated")")),
      devbot.write(with(sample::runbook("Draft"), "status", R"("draft")")),
      devbot.write(sample::pattern("Candidate"))};
  const std::string others = infrabot.write(sample::pattern("Candidate of infrabot"));
  const std::string text = brief();
  CHECK_THAT(section(text, "Open incidents"), Catch::Contains(open) && Catch::Contains(mitigated));
  CHECK_THAT(section(text, "Decisions in force"), Catch::Contains(decision));
  CHECK_THAT(section(text, "Runbooks"), Catch::Contains(runbook));
  CHECK_THAT(section(text, "Established patterns"), Catch::Contains(pattern));
  CHECK_THAT(section(text, "Latest from other agents"), Catch::Contains(others));
  for (const std::string& id : left_out)
    CHECK(text.find(id) == std::string::npos);
  // For infrabot those are what another agent wrote last.
  const std::string theirs = infrabot.must("brief", "{}").text;
  for (const std::string& id : left_out)
    CHECK_THAT(section(theirs, "Latest from other agents"), Catch::Contains(id));
  CHECK(theirs.find(others) == std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a digest is the same every time and changes nothing") {
  for (int number = 0; number < 5; ++number)
    infrabot.write(sample::decision("Decision " + std::to_string(number)));
  const std::string position = devbot.must("read_records", "{}").member("position");
  const std::string text = brief();
  const auto bytes = [&] {
    return file_bytes(home.path() / "memory.db") + file_bytes(home.path() / "memory.db-wal");
  };
  const std::string before = bytes();
  for (int round = 0; round < 5; ++round)
    CHECK(brief() == text);
  CHECK(bytes() == before);
  CHECK(devbot.must("read_records", "{}").member("position") == position);
  CHECK_THAT(section(text, "Decisions in force"), Catch::Contains("Decision 4"));
  CHECK(text.find("Decision 4") < text.find("Decision 3"));
}

TEST_CASE_METHOD(Fixture, "what concerns the paths comes first, however old it is") {
  const std::string old = devbot.write(
      with(sample::decision("Orders use PostgreSQL"), "scope", R"(["src/orders/**"])"));
  for (int number = 0; number < 200; ++number)
    devbot.write(
        with(sample::decision("Decision " + std::to_string(number)), "scope", R"(["src/other/"])"));
  CHECK(brief().find(old) == std::string::npos);
  const std::string text = brief(R"({"paths":["src/orders/db.cpp"]})");
  CHECK(section(text, "Decisions in force").starts_with("- " + old));
  CHECK(section(brief(R"({"paths":"[\"docs/a.md\",\"src/orders/db.cpp\"]"})"), "Decisions in force")
            .starts_with("- " + old));
}

TEST_CASE_METHOD(Fixture, "runbooks for the triggers at hand come first, whoever wrote them last") {
  const std::string disk = devbot.write(
      with(sample::runbook("Free the disk"), "triggers", R"(["alert OrdersDbDiskFull"])"));
  const std::string pool =
      devbot.write(with(sample::runbook("Restart the pool"),
                        "triggers",
                        R"(["FATAL: remaining connection slots are reserved","PoolExhausted"])"));
  const std::string newest = devbot.write(sample::runbook("Rotate the logs"));
  CHECK(section(brief(), "Runbooks").starts_with("- " + newest));
  const auto first = [&](const std::string& trigger) {
    const std::string triggers = R"({"triggers":[)" + json::quoted(trigger) + "]}";
    return section(brief(triggers), "Runbooks").substr(2, 36);
  };
  CHECK(first("OrdersDbDiskFull") == disk);
  CHECK(first("psql: FATAL: remaining connection slots are reserved for superusers") == pool);
  CHECK(first("PoolExhausted on shop-3") == pool);
  CHECK(first("giraffe") == newest);
  // Each is named once.
  const std::string text = brief(R"({"triggers":["OrdersDbDiskFull","alert OrdersDbDiskFull"]})");
  CHECK(text.find(disk) == text.rfind(disk));
  CHECK_THAT(section(text, "Runbooks"), Catch::Contains(pool) && Catch::Contains(newest));
}

TEST_CASE_METHOD(Fixture, "a pattern that two agents have confirmed is as good as established") {
  const std::string pattern = devbot.write(sample::pattern());
  const auto confirm = [&](const std::string& agent, const char* outcome) {
    devbot.beside("shop", agent)
        .must(
            "confirm_record",
            R"({"id":")" + pattern + R"(","outcome":")" + outcome + R"(","evidence":"Tried it."})");
  };
  const auto is_shown = [&] {
    return section(brief(), "Established patterns").find(pattern) != std::string::npos;
  };
  confirm("devbot", "worked");  // the author's own word does not count
  confirm("infrabot", "worked");
  confirm("infrabot", "worked");
  CHECK_FALSE(is_shown());
  confirm("testbot", "worked");
  CHECK(is_shown());
  CHECK_THAT(section(brief(), "Established patterns"), Catch::Contains("worked for 2"));
  for (const char* agent : {"a1", "a2", "a3"})
    confirm(agent, "failed");
  CHECK_FALSE(is_shown());
}

TEST_CASE_METHOD(Fixture,
                 "what others did is told until it is acknowledged, once for each record") {
  const std::string candidate = infrabot.write(sample::pattern());
  infrabot.must("update_record",
                R"({"id":")" + candidate + R"(","expected_revision":1,"set":{"tags":["retry"]}})");
  const auto latest = [&] { return section(brief(), "Latest from other agents"); };
  CHECK_THAT(latest(), Catch::Contains("updated pattern " + candidate));
  CHECK(latest().find(candidate) == latest().rfind(candidate));
  const std::string position = devbot.must("changes_since", "{}").member("position");
  CHECK_THAT(latest(), Catch::Contains(candidate));  // looking acknowledges nothing
  devbot.must("changes_since", R"({"ack":")" + position + "\"}");
  CHECK(latest().empty());
  const std::string later = infrabot.write(sample::pattern("Later"));
  CHECK_THAT(latest(), Catch::Contains("written pattern " + later));
  CHECK(latest().find(candidate) == std::string::npos);
  // What devbot acknowledged, testbot has still to see.
  CHECK_THAT(devbot.beside("shop", "testbot").must("brief", "{}").text, Catch::Contains(candidate));
}

TEST_CASE_METHOD(Fixture, "a superseded decision is not in force, and what is odd is remarked") {
  const std::string old = devbot.write(sample::decision("Sessions live in Redis"));
  const auto answer = infrabot.must("supersede_record",
                                    R"({"id":")" + old + R"(","reason":"Grew.","record":)" +
                                        sample::decision("Sessions live in PostgreSQL") + "}");
  const std::string other = devbot.write(
      with(sample::decision("Sessions live in cookies"), "review_by", R"("2020-01-01")"));
  devbot.must("link_records",
              R"({"from":")" + other + R"(","relation":"contradicts","to":")" +
                  answer.member("id") + "\"}");
  const std::string decisions = section(brief(), "Decisions in force");
  CHECK(decisions.find(old) == std::string::npos);
  CHECK_THAT(decisions, Catch::Contains("review was due 2020-01-01"));
  const json::Document first =
      sample::parsed(devbot.must("get_record", R"({"id":")" + other + "\"}").structured().dump());
  CHECK(first.root().find("status").text() == "accepted");
}

TEST_CASE_METHOD(Fixture, "another process gives the same digest, byte by byte") {
  for (int number = 0; number < 12; ++number) {
    infrabot.write(sample::decision("Decision " + std::to_string(number)));
    infrabot.write(sample::pattern("Pattern " + std::to_string(number)));
    devbot.write(sample::incident("Incident " + std::to_string(number)));
  }
  const wire::Variables as_devbot = {{"AGENT_NAME", "devbot"}};
  const std::string arguments =
      R"({"budget_tokens":900,"paths":["src/a"],"triggers":["DiskFull"]})";
  wire::Client first(home.path(), as_devbot);
  wire::Client second(home.path(), as_devbot);
  const std::string text = first.call("brief", arguments).text();
  CHECK_THAT(text, Catch::Contains("Decision 11"));
  CHECK(second.call("brief", arguments).text() == text);
  CHECK(first.call("brief", arguments).text() == text);
  CHECK(brief(arguments) == text);
}

TEST_CASE("a digest over 2,000 records comes quickly and within its budget") {
  // Two thousand commits take long on a disk.
  const bool has_memory_disk = std::filesystem::is_directory("/dev/shm");
  const support::Environment place("TMPDIR", has_memory_disk ? "/dev/shm" : nullptr);
  const Fixture fixture;
  for (int number = 0; number < 2000; ++number) {
    memory::Draft draft;
    draft.title = "Decision " + std::to_string(number);
    draft.summary = "Summary";
    draft.scope = {"src/" + std::to_string(number)};
    const memory::Author author{.agent = number % 2 == 0 ? "devbot" : "infrabot",
                                .project = "shop",
                                .run_id = {},
                                .trace_id = {}};
    REQUIRE(fixture.devbot.memory().write({}, draft, author));
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::string text = fixture.brief(R"({"paths":["src/1","src/7/x"]})");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  CHECK(text.size() <= base::bytes_of_tokens(1500));
  CHECK_THAT(section(text, "Decisions in force"),
             Catch::Contains("Decision 1 ") && Catch::Contains("Decision 7 "));
}

TEST_CASE("a digest keeps to any budget, shows something, and counts what it leaves out") {
  memory::Digest digest;
  for (int number = 0; number < 30; ++number)
    digest.runbooks.push_back(entry(number, 120));
  digest.by_others.push_back(entry(99, 3));
  const memory::DigestWanted wanted{std::string(150, 'p'), std::string(32, 'a')};
  std::size_t shown_before = 0;
  for (std::size_t bytes = 700; bytes <= 70'000; bytes += bytes < 3000 ? 1 : 997) {
    const auto text = memory::digest_text(digest, wanted, base::Instant{}, bytes);
    REQUIRE(text.text.size() <= bytes);
    REQUIRE(text.shown > 0);
    CHECK(text.known == 31);
    CHECK(text.shown + 2 >= shown_before);
    const std::string missing = std::to_string(text.known - text.shown) + " more did not fit";
    CHECK((text.shown == text.known) == (text.text.find(missing) == std::string::npos));
    shown_before = text.shown;
  }
  CHECK(shown_before == 31);
}

TEST_CASE("a scope concerns a path by name, by folder and by glob") {
  using memory::concerns;
  CHECK(concerns({"src/orders"}, "src/orders"));
  CHECK(concerns({"src/orders"}, "src/orders/db.cpp"));
  CHECK(concerns({"src/orders/"}, "src/orders/db.cpp"));
  CHECK(concerns({"src/orders/**"}, "src/orders/a/b.cpp"));
  CHECK(concerns({"*.sql"}, "schema/0001.sql"));
  CHECK(concerns({"docs", "order-service"}, "order-service"));
  CHECK_FALSE(concerns({"src/orders"}, "src/orders2/db.cpp"));
  CHECK_FALSE(concerns({"src/orders/db.cpp"}, "src/orders"));
  CHECK_FALSE(concerns({""}, "src"));
  CHECK_FALSE(concerns({}, "src"));
  CHECK_FALSE(concerns({"[", "a[", "\\"}, "src"));
}

TEST_CASE("a scope that is an attack on globs takes no time") {
  const std::string stars = sample::times(99, "a*") + "b";
  const std::string path(200, 'a');
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < 100; ++round)
    CHECK_FALSE(memory::concerns({stars, sample::times(90, "*a") + "c"}, path));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}
