// An export brought in anywhere gives the same memory: ids, order, history, every byte.

#include "full_memory.hpp"
#include "support/places.hpp"

namespace {

struct ExportImportFixture {
  support::TemporaryDirectory home;
  support::TemporaryDirectory other;
  desk::Desk desk{home.path()};
  moving::Known known = moving::fill(desk);

  desk::Desk there() const { return desk::Desk(other.path()); }

  std::string get(const desk::Desk& where, const std::string& id) const {
    const auto answer = where.call("get_record", moving::object({moving::member("id", id)}));
    return answer.is_error ? answer.text : answer.structured().dump();
  }
};

std::string tool_id(const std::string& id) {
  return moving::object({moving::member("id", id)});
}

}  // namespace

TEST_CASE_METHOD(ExportImportFixture, "an export of everything comes back byte by byte") {
  const std::string before = moving::exported(home.path());
  CHECK(moving::lines_in(before) > 20);
  const auto brought = moving::import(other.path(), before);
  INFO(brought.errors);
  CHECK(brought.exit_code == 0);
  CHECK(moving::joined(brought.lines) == moving::counted(moving::lines_in(before) - 1, 0, 0));
  CHECK(moving::exported(other.path()) == before);
  CHECK(moving::exported(home.path()) == before);
}

TEST_CASE_METHOD(ExportImportFixture, "an imported memory answers as the original does") {
  REQUIRE(moving::import(other.path(), moving::exported(home.path())).exit_code == 0);
  for (const std::string& id :
       {known.pattern, known.runbook, known.oldest, known.middle, known.newest, known.revised}) {
    CHECK(get(there(), id) == get(desk, id));
    CHECK(there().must("record_history", tool_id(id)).text ==
          desk.must("record_history", tool_id(id)).text);
  }
  CHECK_THAT(get(there(), known.purged),
             Catch::Contains("purged by local") && Catch::Contains("It named a person."));
  const std::string question = R"({"query":"first choice superseded"})";
  const auto found = there().must("find_records", question);
  CHECK_THAT(found.text, Catch::Contains(known.newest) && !Catch::Contains(known.oldest));
  const auto foreign = there().beside("blog", "writer").must("read_records", "{}");
  CHECK_THAT(foreign.text, Catch::Contains(known.elsewhere) && !Catch::Contains(known.pattern));
}

TEST_CASE_METHOD(ExportImportFixture, "a second import changes nothing") {
  const std::string text = moving::exported(home.path());
  REQUIRE(moving::import(other.path(), text).exit_code == 0);
  const int changes = moving::lines_in(text) - 1;
  for (const auto* where : {&home, &other}) {
    const auto again = moving::import(where->path(), text);
    CHECK(again.exit_code == 0);
    CHECK(moving::joined(again.lines) == moving::counted(0, changes, 0));
    CHECK(moving::exported(where->path()) == text);
  }
}

TEST_CASE_METHOD(ExportImportFixture, "a memory that has gone on keeps what is there") {
  const std::string text = moving::exported(home.path());
  REQUIRE(moving::import(other.path(), text).exit_code == 0);
  moving::revise(there(), known.revised, 3, R"({"status":"accepted"})");
  moving::link(there(), known.pattern, "implements", known.revised, true);
  const std::string later = there().write(sample::decision("Written later"));
  moving::supersede(there(), known.newest, sample::decision("The fourth choice"));
  const std::string before = moving::exported(other.path());
  const auto again = moving::import(other.path(), text);
  CHECK(again.exit_code == 0);
  CHECK(moving::joined(again.lines) == moving::counted(0, moving::lines_in(text) - 1, 0));
  CHECK(moving::exported(other.path()) == before);
  CHECK_THAT(get(there(), known.revised), Catch::Contains(R"("revision":4)"));
  CHECK_THAT(get(there(), later), Catch::Contains("Written later"));
}

TEST_CASE_METHOD(ExportImportFixture,
                 "two memories that have gone on bring each other up to date") {
  REQUIRE(moving::import(other.path(), moving::exported(home.path())).exit_code == 0);
  const std::string here = desk.write(sample::decision("Written here"));
  const std::string over_there = there().write(sample::decision("Written there"));
  CHECK(moving::import(other.path(), moving::exported(home.path())).exit_code == 0);
  CHECK(moving::import(home.path(), moving::exported(other.path())).exit_code == 0);
  for (const std::string& id : {here, over_there})
    CHECK(get(desk, id) == get(there(), id));
}

TEST_CASE_METHOD(ExportImportFixture, "a purged record never comes back") {
  const std::string before = moving::exported(home.path());
  moving::purge(desk, known.newest);
  moving::purge(desk, known.pattern);
  const std::string after = moving::exported(home.path());
  const auto again = moving::import(home.path(), before);
  INFO(again.errors);
  CHECK(again.exit_code == 0);
  CHECK(moving::joined(again.lines) == moving::counted(0, moving::lines_in(before) - 1, 0));
  CHECK(moving::exported(home.path()) == after);
}

TEST_CASE_METHOD(ExportImportFixture, "a tombstone that is brought in purges the record here") {
  REQUIRE(moving::import(other.path(), moving::exported(home.path())).exit_code == 0);
  moving::purge(desk, known.runbook);
  const std::string text = moving::exported(home.path());
  const auto brought = moving::import(other.path(), text);
  CHECK(brought.exit_code == 0);
  CHECK_THAT(moving::joined(brought.lines), Catch::StartsWith("1 changes brought in"));
  CHECK(moving::exported(other.path()) == text);
  CHECK_THAT(get(there(), known.runbook), Catch::Contains("was purged by local"));
}

TEST_CASE_METHOD(ExportImportFixture, "an export is of one project, or of all") {
  const std::string blog = moving::exported(home.path(), "blog");
  CHECK(moving::lines_in(blog) == 2);
  CHECK_THAT(blog, Catch::Contains(known.elsewhere) && !Catch::Contains(R"("project":"shop")"));
  const std::string shop = moving::exported(home.path(), "shop");
  CHECK_THAT(shop, Catch::Contains(known.purged) && !Catch::Contains(known.elsewhere));
  const std::string all = moving::exported(home.path());
  CHECK(moving::lines_in(all) + 1 == moving::lines_in(shop) + moving::lines_in(blog));
  REQUIRE(moving::import(other.path(), shop).exit_code == 0);
  REQUIRE(moving::import(other.path(), blog).exit_code == 0);
  CHECK(moving::exported(other.path(), "shop") == shop);
  CHECK(moving::exported(other.path(), "blog") == blog);
}

TEST_CASE_METHOD(ExportImportFixture, "an export of an empty memory has its first line only") {
  CHECK(moving::exported(other.path()) == "{\"format\":\"agent-smith memory\",\"version\":1}\n");
  CHECK(moving::import(other.path(), moving::exported(other.path())).exit_code == 0);
  CHECK(moving::import(other.path(), "").exit_code == 0);
}

TEST_CASE_METHOD(ExportImportFixture, "import reads standard input") {
  const std::string text = moving::exported(home.path());
  support::ServerProcess process(
      support::memory_server, {"import", "-"}, wire::variables(other.path()));
  REQUIRE(process.send_bytes(text));
  process.close_input();
  CHECK(moving::joined(process.read_to_end()) == moving::counted(moving::lines_in(text) - 1, 0, 0));
  CHECK(process.wait_exit() == 0);
  CHECK(moving::exported(other.path()) == text);
}

TEST_CASE_METHOD(ExportImportFixture, "links and confirmations of one instant are all kept") {
  const std::string at = R"("at":"2026-11-22T20:27:00.000Z","agent":"a","project":"shop")";
  const auto line = [&](const std::string& change, const std::string& more) {
    return R"({"change":")" + change + R"(","id":")" + known.pattern + "\"," + at +
           R"(,"revision":1,)" + more + "}\n";
  };
  const std::string to = R"("relation":"relates_to","to":")" + known.revised + "\"";
  const std::string evidence = R"("outcome":"worked","evidence":"Tried")";
  const std::string text = line("linked", to) + line("unlinked", to) + line("linked", to) +
                           line("confirmed", evidence) + line("confirmed", evidence);
  const std::string before = moving::exported(home.path());
  CHECK(moving::joined(moving::import(home.path(), text).lines) == moving::counted(5, 0, 0));
  CHECK(moving::exported(home.path()) == before + text);
  CHECK(moving::joined(moving::import(home.path(), text).lines) == moving::counted(0, 5, 0));
}

TEST_CASE_METHOD(ExportImportFixture, "an export that cannot be written to its end fails") {
  for (const auto* where : {&home, &other}) {
    support::ServerProcess process(
        "/bin/sh",
        {"-c", std::string("exec ") + support::memory_server + " export --all >/dev/full"},
        wire::variables(where->path()));
    CHECK(process.wait_exit() == 1);
    CHECK_THAT(process.errors(), Catch::Contains("cannot be written to the end"));
  }
}
