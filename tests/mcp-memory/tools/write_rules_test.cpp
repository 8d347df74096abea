// Which field goes with which type, and what else write_record understands or refuses.

#include <map>
#include <set>
#include <vector>

#include "desk.hpp"

using sample::with;
using sample::without;

namespace {

const std::map<std::string, std::vector<std::string>> fields_of_type = {
    {"decision", {"context", "decision", "rationale", "options", "consequences"}},
    {"incident",
     {"severity", "impact", "started_at", "symptoms", "root_cause", "resolution", "action_items"}},
    {"pattern", {"problem", "solution", "when_to_use", "when_not_to_use"}},
    {"runbook", {"triggers", "steps", "verification", "risk", "rollback"}}};

const std::map<std::string, std::vector<std::string>> required_of_type = {
    {"decision", {"context", "decision", "rationale"}},
    {"incident", {"severity", "impact", "started_at"}},
    {"pattern", {"problem", "solution", "when_to_use"}},
    {"runbook", {"triggers", "steps", "verification", "risk"}}};

const std::map<std::string, std::string> sample_of_type = {{"decision", sample::decision()},
                                                           {"incident", sample::incident()},
                                                           {"pattern", sample::pattern()},
                                                           {"runbook", sample::runbook()}};

struct WriteRulesFixture {
  support::TemporaryDirectory home;
  desk::Desk agent{home.path()};

  std::string refusal(const std::string& record) const {
    const auto answer = agent.call("write_record", record);
    INFO(record.substr(0, 1000));
    CHECK(answer.is_error);
    return answer.text;
  }

  json::Document stored(const std::string& record) const {
    const std::string id = agent.write(record);
    return sample::parsed(
        agent.must("get_record", R"({"id":")" + id + R"("})").structured().dump());
  }
};

}  // namespace

TEST_CASE_METHOD(WriteRulesFixture, "each type needs its fields, and says which one is missing") {
  for (const auto& [type, required] : required_of_type) {
    std::vector<std::string> all = required;
    all.insert(all.end(), {"title", "summary"});
    for (const std::string& field : all) {
      const std::string text = refusal(without(sample_of_type.at(type), field));
      CHECK_THAT(text, Catch::Contains("- /" + field + ": missing"));
      CHECK_THAT(text, Catch::Contains("1 problem with"));
      CHECK_THAT(refusal(with(sample_of_type.at(type), field, "null")),
                 Catch::Contains("- /" + field + ": "));
    }
    agent.write(sample_of_type.at(type));
  }
  CHECK_THAT(refusal("{}"), Catch::Contains("- /type: missing"));
}

TEST_CASE_METHOD(WriteRulesFixture, "a field of another type is refused by name") {
  for (const auto& [type, record] : sample_of_type) {
    for (const auto& [other, fields] : fields_of_type) {
      if (other == type) continue;
      const auto foreign = sample::parsed(sample_of_type.at(other));
      for (const std::string& field : fields) {
        const json::View given = foreign.root().find(field);
        const std::string value = given.is(json::Kind::absent) ? R"(["abc"])" : given.dump();
        const std::string text = refusal(with(record, field, value));
        CHECK_THAT(text, Catch::Contains("- /" + field + ": only goes with type " + other));
        // Clients fill in what they have nothing for.
        agent.write(with(record, field, "null"));
        agent.write(with(record, field, R"("")"));
      }
    }
  }
}

TEST_CASE_METHOD(WriteRulesFixture, "an unknown field is refused with the nearest known one") {
  CHECK_THAT(refusal(with(sample::decision(), "sumary", R"("x")")),
             Catch::Contains("/sumary: unknown field; did you mean summary?"));
  CHECK_THAT(refusal(with(sample::incident(), "Severity", R"("sev1")")),
             Catch::Contains("did you mean severity?"));
  CHECK_THAT(refusal(with(sample::decision(), "author", R"("infrabot")")),
             Catch::Contains("/author: unknown field"));
  for (const char* server_set : {"agent", "id", "project", "created_at", "run_id", "revision"}) {
    CHECK_THAT(refusal(with(sample::decision(), server_set, R"("x")")),
               Catch::Contains(std::string("/") + server_set + ": unknown field"));
  }
}

TEST_CASE_METHOD(WriteRulesFixture,
                 "lists and objects in a string are understood, null and empty text too") {
  std::string record = with(sample::runbook(), "steps", R"("[{\"action\":\"Look\"}]")");
  record = with(record, "triggers", R"("[\"alert A\"]")");
  record = with(record, "tags", R"(["disk"])");
  record = with(record, "aliases", "null");
  record = with(record, "scope", R"("")");
  record = with(record, "refs", "[]");
  record = with(record, "rollback", R"("   ")");
  const auto document = stored(record);
  CHECK(document.root().find("steps").dump() == R"([{"action":"Look"}])");
  CHECK(document.root().find("triggers").dump() == R"(["alert A"])");
  for (const char* left_out : {"aliases", "scope", "refs", "rollback"})
    CHECK(document.root().find(left_out).is(json::Kind::absent));
  const auto twice = stored(with(sample::runbook("Nested"),
                                 "steps",
                                 R"(["{\"action\":\"Look\",\"command\":null,\"expect\":\"\"}"])"));
  CHECK(twice.root().find("steps").dump() == R"([{"action":"Look"}])");
}

TEST_CASE_METHOD(WriteRulesFixture, "the same fact in another spelling is the same record") {
  const std::string id = agent.write(with(sample::decision(), "tags", R"(["a","b"])"));
  CHECK(agent.write(with(sample::decision(), "tags", R"("[\"a\",\"b\"]")")) == id);
  CHECK(agent.write(with(with(sample::decision(), "tags", R"(["a","b"])"), "refs", "null")) == id);
  CHECK(agent.write(with(
            with(sample::decision(), "status", R"("accepted")"), "tags", R"(["a","b"])")) == id);
  const auto again = agent.must("write_record", with(sample::decision(), "tags", R"(["a","b"])"));
  CHECK(again.member("created") == "false");
  CHECK_THAT(again.text, Catch::Contains("Nothing new") && Catch::Contains(id));
  CHECK(agent.write(with(sample::decision(), "tags", R"(["b","a"])")) != id);
}

TEST_CASE_METHOD(WriteRulesFixture, "every type has its own statuses, the first by default") {
  const std::map<std::string, std::vector<std::string>> statuses = {
      {"decision", {"accepted", "proposed", "rejected", "deprecated"}},
      {"incident", {"open", "mitigated", "resolved"}},
      {"pattern", {"candidate", "established", "deprecated"}},
      {"runbook", {"active", "draft", "retired"}}};
  std::set<std::string> all;
  for (const auto& [type, names] : statuses)
    all.insert(names.begin(), names.end());
  for (const auto& [type, names] : statuses) {
    CHECK(stored(sample_of_type.at(type)).root().find("status").text() == names.front());
    for (const std::string& status : all) {
      const bool is_known = std::find(names.begin(), names.end(), status) != names.end();
      std::string record = with(sample_of_type.at(type), "status", json::quoted(status));
      if (status == "resolved") record = with(record, "resolution", R"("Rolled back")");
      if (is_known) {
        CHECK(stored(record).root().find("status").text() == status);
      } else {
        CHECK_THAT(refusal(record),
                   Catch::Contains("- /status: ") && Catch::Contains(names.back()));
      }
    }
  }
}

TEST_CASE_METHOD(WriteRulesFixture, "what is required may depend on status and risk") {
  const std::string resolved = with(sample::incident(), "status", R"("resolved")");
  CHECK_THAT(refusal(resolved), Catch::Contains("- /resolution: missing"));
  CHECK_THAT(refusal(with(resolved, "resolution", R"("")")), Catch::Contains("- /resolution: "));
  agent.write(with(resolved, "resolution", R"("Rolled back")"));
  agent.write(with(sample::incident("Open"), "resolution", R"("A restart helped for a while")"));
  for (const char* risk : {R"("reversible")", R"("destructive")"}) {
    const std::string record = with(sample::runbook(), "risk", risk);
    CHECK_THAT(refusal(record), Catch::Contains("- /rollback: missing"));
    agent.write(with(record, "rollback", R"(["Undo it"])"));
  }
  agent.write(with(sample::runbook("With rollback"), "rollback", R"(["Nothing to undo"])"));
}

TEST_CASE_METHOD(WriteRulesFixture, "all that is wrong is said at once, and nothing is stored") {
  const std::string text = refusal(
      R"({"type":"incident","title":"x","summary":7,"severity":"sev9","impact":"","started_at":"yesterday",
          "status":"resolved","tags":["Not A Keyword"],"risk":"read_only","colour":"red"})");
  for (const char* pointer : {"/title",
                              "/summary",
                              "/severity",
                              "/impact",
                              "/started_at",
                              "/resolution",
                              "/tags/0",
                              "/risk",
                              "/colour"}) {
    CHECK_THAT(text, Catch::Contains(std::string("- ") + pointer + ": "));
  }
  CHECK_THAT(text, Catch::Contains("9 problems") && Catch::Contains("nothing was done"));
  CHECK(agent.must("read_records", "{}").structured().find("records").size() == 0);
}

TEST_CASE_METHOD(WriteRulesFixture, "times of incidents are checked, not guessed") {
  for (const char* time : {"2026-11-22T20:27:00Z",
                           "2026-11-22",
                           "2026-11-22T20:27+02:00",
                           "2026-11-22T20:27:00.5Z",
                           "2026-11-22T20:27"}) {
    CHECK(stored(with(sample::incident(time), "started_at", json::quoted(time)))
              .root()
              .find("started_at")
              .text() == time);
  }
  for (const char* time : {"2026-13-01T00:00:00Z",
                           "22.11.2026",
                           "2026-11-22T20:27:00Zzz",
                           "2026-02-30T00:00:00Z",
                           "2026-11-22T25:00:00Z",
                           "1790000000"}) {
    CHECK_THAT(refusal(with(sample::incident(), "started_at", json::quoted(time))),
               Catch::Contains("- /started_at: "));
  }
}
