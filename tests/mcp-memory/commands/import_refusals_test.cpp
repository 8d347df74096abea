// Lines that cannot be brought in: each is refused alone, by its number and with its reason.

#include "full_memory.hpp"

namespace {

constexpr const char* some_id = "01234567-89ab-7def-8123-456789abcdef";

struct ImportRefusalsFixture {
  support::TemporaryDirectory home;
  desk::Desk desk{home.path()};

  support::Finished import(const std::string& text) const {
    return moving::import(home.path(), text);
  }

  /// `line` stands between two good ones, which are brought in whatever becomes of it.
  std::string refusal(const std::string& line) {
    const auto finished = import(good() + line + "\n" + good());
    CHECK(finished.exit_code == 1);
    CHECK(moving::joined(finished.lines) == moving::counted(2, 0, 1));
    CHECK(moving::lines_in(finished.errors) >= 1);
    CHECK_THAT(finished.errors, Catch::StartsWith("line 2: "));
    return finished.errors;
  }

  /// A written line that no other is like.
  std::string good() {
    std::string id = some_id;
    id.replace(0, 8, std::to_string(10'000'000 + ++written_));
    return written(id, sample::decision("Number " + std::to_string(written_)));
  }

  static std::string written(const std::string& id,
                             const std::string& record,
                             const std::string& project = "shop") {
    return R"({"change":"written","id":")" + id +
           R"(","at":"2026-11-22T20:27:00.000Z","agent":"devbot","project":")" + project +
           R"(","revision":1,"record":)" + record + "}\n";
  }

  static std::string line(const std::string& change,
                          const std::string& id,
                          int revision,
                          const std::string& more,
                          const std::string& project = "shop") {
    return R"({"change":")" + change + R"(","id":")" + id +
           R"(","at":"2026-11-22T20:27:00.000Z","agent":"devbot","project":")" + project +
           R"(","revision":)" + std::to_string(revision) + "," + more + "}";
  }

 private:
  int written_ = 0;
};

std::string without_end(const std::string& line) {
  return line.substr(0, line.size() - 1);
}

}  // namespace

TEST_CASE_METHOD(ImportRefusalsFixture, "garbage is refused line by line") {
  CHECK_THAT(refusal("garbage"), Catch::Contains("JSON"));
  CHECK_THAT(refusal("[]"), Catch::Contains("object"));
  CHECK_THAT(refusal("{}"), Catch::Contains("/change: missing") && Catch::Contains("/id: missing"));
  CHECK_THAT(refusal("\xFF\xFE"), Catch::Contains("UTF-8") || Catch::Contains("JSON"));
  CHECK_THAT(refusal(without_end(good()).substr(0, 100)), Catch::Contains("JSON"));
  CHECK_THAT(refusal(std::string("\0{}", 3)), Catch::Contains("JSON"));
  CHECK_THAT(refusal(std::string("{\"change\":\"wri\0tten\"}", 20)), Catch::Contains("JSON"));
  CHECK_THAT(refusal(R"({"change":"written","change":"purged"})"), Catch::Contains("change"));
  CHECK_THAT(refusal(sample::times(2000, "[") + sample::times(2000, "]")), Catch::Contains("deep"));
  CHECK_THAT(refusal(R"({"format":"agent-smith memory","version":2})"),
             Catch::Contains("another version"));
}

TEST_CASE_METHOD(ImportRefusalsFixture,
                 "a line longer than any export has is refused without being kept") {
  const std::string huge = refusal("\"" + sample::times(3'000'000, "x") + "\"");
  CHECK_THAT(huge, Catch::Contains("has 3000002 bytes"));
  CHECK(huge.size() < 300);
}

TEST_CASE_METHOD(ImportRefusalsFixture, "members that a change does not have are refused by name") {
  const std::string id = some_id;
  const std::string to = moving::member("to", id);
  CHECK_THAT(refusal(line("renamed", id, 1, to)), Catch::Contains("/change"));
  CHECK_THAT(refusal(line("written", id, 1, to)),
             Catch::Contains("/to") && Catch::Contains("/record"));
  CHECK_THAT(refusal(line("linked", "x", 1, to)),
             Catch::Contains("/id") && Catch::Contains("/relation"));
  CHECK_THAT(refusal(line("purged", id, 0, "\"more\":1")),
             Catch::Contains("/revision") && Catch::Contains("more") && Catch::Contains("/reason"));
  CHECK_THAT(refusal(without_end(written(id, "{}"))), Catch::Contains("/record/title: missing"));
  const std::string status = sample::with(sample::decision(), "status", "\"resolved\"");
  CHECK_THAT(refusal(without_end(written(id, status))), Catch::Contains("/record/status"));
  const std::string dated =
      sample::with(without_end(written(id, sample::decision())), "at", "\"x\"");
  CHECK_THAT(refusal(dated), Catch::Contains("/at"));
  const std::string second =
      sample::with(without_end(written(id, sample::decision())), "revision", "2");
  CHECK_THAT(refusal(second), Catch::Contains("/revision"));
}

TEST_CASE_METHOD(ImportRefusalsFixture,
                 "what contradicts this memory is refused, and everything else brought in") {
  const std::string id = desk.write(sample::decision("Known here"));
  const std::string by = desk.write(sample::decision("Also known here"));
  const std::string record = "\"record\":" + sample::decision("Another text");
  CHECK_THAT(refusal(without_end(written(id, sample::decision("Another text")))),
             Catch::Contains(id) && Catch::Contains("gone different ways"));
  CHECK_THAT(refusal(line("updated", id, 3, record)), Catch::Contains("lines before this one"));
  CHECK_THAT(refusal(line("updated", some_id, 2, record)), Catch::Contains("no record has the id"));
  CHECK_THAT(refusal(line("updated", id, 2, record, "blog")),
             Catch::Contains("belongs to project shop"));
  const std::string reason = moving::member("reason", "why");
  CHECK_THAT(refusal(line("superseded", id, 1, moving::member("by", some_id) + "," + reason)),
             Catch::Contains("no record has the id"));
  CHECK_THAT(refusal(line("superseded", id, 1, moving::member("by", id) + "," + reason)),
             Catch::Contains("takes the place"));
  REQUIRE(import(line("superseded", id, 1, moving::member("by", by) + "," + reason)).exit_code ==
          0);
  CHECK_THAT(refusal(line("superseded", by, 1, moving::member("by", id) + "," + reason)),
             Catch::Contains("takes the place"));
  const std::string linked =
      moving::member("relation", "relates_to") + "," + moving::member("to", some_id);
  CHECK_THAT(refusal(line("linked", id, 1, linked)), Catch::Contains("no record has the id"));
}

TEST_CASE_METHOD(ImportRefusalsFixture, "an older revision that says something else is refused") {
  const std::string id = desk.write(sample::decision("Known here"));
  moving::revise(desk, id, 1, R"({"tags":["one"]})");
  moving::revise(desk, id, 2, R"({"tags":["two"]})");
  const std::string before = moving::exported(home.path());
  for (const int revision : {2, 3}) {
    const std::string other = sample::with(sample::decision("Known here"), "tags", R"(["three"])");
    CHECK_THAT(refusal(line("updated", id, revision, "\"record\":" + other)),
               Catch::Contains("revision " + std::to_string(revision)));
  }
  CHECK_THAT(moving::exported(home.path()), Catch::StartsWith(before));
}

TEST_CASE_METHOD(ImportRefusalsFixture,
                 "a secret in a line is refused by its place and never repeated") {
  const std::string secret = std::string("AK") + "IAQ7RNZX2LWVB5T3MD";
  const std::string record =
      sample::with(sample::decision(), "context", json::quoted("The key is " + secret + " here."));
  const std::string refused = refusal(without_end(written(some_id, record)));
  CHECK_THAT(refused,
             Catch::Contains("/record/context, characters 12 to 31") &&
                 !Catch::Contains(secret.substr(2)));
  const std::string evidence =
      moving::member("outcome", "worked") + "," + moving::member("evidence", "used " + secret);
  CHECK_THAT(
      refusal(line("confirmed", some_id, 1, evidence)),
      Catch::Contains("/evidence, characters 6 to 25") && !Catch::Contains(secret.substr(2)));
  CHECK_THAT(moving::exported(home.path()), !Catch::Contains(secret.substr(2)));
}

TEST_CASE_METHOD(ImportRefusalsFixture,
                 "a record that is too large for the tools is too large for import") {
  std::string record = moving::large_decision();
  record = sample::with(record, "rationale", sample::text_json(2000, "\xF0\x9F\x98\x80"));
  record =
      sample::with(record, "scope", sample::list_json(20, sample::text_json(200, "\xE6\x97\xA5")));
  CHECK_THAT(refusal(without_end(written(some_id, record))), Catch::Contains("at most 32768"));
}

TEST_CASE_METHOD(ImportRefusalsFixture, "hidden characters are taken out as everywhere") {
  const std::string record = sample::decision("Plain\xE2\x80\x8B title\xE2\x80\xAE");
  REQUIRE(import(written(some_id, record)).exit_code == 0);
  CHECK_THAT(moving::exported(home.path()), Catch::Contains("\"Plain title\""));
}

TEST_CASE_METHOD(ImportRefusalsFixture,
                 "lines by other hands may leave out the status and end like those of Windows") {
  REQUIRE(import("{\"format\":\"agent-smith memory\",\"version\":1}\r\n\r\n" +
                 without_end(written(some_id, sample::decision())) + "\r\n")
              .exit_code == 0);
  CHECK_THAT(
      moving::exported(home.path()),
      Catch::Contains(R"("status":"accepted")") || Catch::Contains(R"("status":"proposed")"));
}

TEST_CASE_METHOD(ImportRefusalsFixture, "a file that cannot be read is an error") {
  for (const std::string& file : {std::string("/nowhere.jsonl"), home.path().string()}) {
    const auto finished = wire::run(home.path(), {"import", file});
    CHECK(finished.exit_code == 1);
    CHECK_THAT(finished.errors, Catch::Contains("read"));
  }
}
