// Every limit of write_record at its edges: what is just within is stored, what is just beyond is
// refused at the right place.

#include <vector>

#include "desk.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/record_store.hpp"

using sample::list_json;
using sample::text_json;
using sample::with;

namespace {

struct TextLimit {
  const char* type;
  const char* field;
  std::size_t min;
  std::size_t max;
};

constexpr TextLimit texts[] = {
    {"decision", "title", 3, 120},
    {"incident", "title", 3, 120},
    {"pattern", "summary", 10, 400},
    {"runbook", "summary", 10, 400},
    {"decision", "context", 1, 2000},
    {"decision", "decision", 1, 1000},
    {"decision", "rationale", 1, 2000},
    {"incident", "impact", 1, 1000},
    {"incident", "root_cause", 1, 2000},
    {"incident", "resolution", 1, 2000},
    {"pattern", "problem", 1, 2000},
    {"pattern", "solution", 1, 4000},
    {"pattern", "when_to_use", 1, 1000},
    {"pattern", "when_not_to_use", 1, 1000},
};

struct ListLimit {
  const char* type;
  const char* field;
  std::size_t entries_min;
  std::size_t entries_max;
  std::size_t min;
  std::size_t max;
};

constexpr ListLimit lists[] = {
    {"decision", "tags", 0, 12, 1, 40},
    {"pattern", "aliases", 0, 12, 2, 80},
    {"incident", "scope", 0, 20, 1, 200},
    {"runbook", "refs", 0, 20, 1, 300},
    {"decision", "consequences", 0, 10, 1, 300},
    {"incident", "symptoms", 0, 12, 1, 500},
    {"incident", "action_items", 0, 12, 1, 300},
    {"runbook", "triggers", 1, 12, 1, 300},
    {"runbook", "verification", 1, 10, 1, 300},
    {"runbook", "rollback", 0, 10, 1, 300},
};

/// Members of the objects in `options` and `steps`.
struct NestedLimit {
  const char* type;
  const char* field;
  const char* member;
  const char* others;  ///< what else the entry needs
  std::size_t max;
};

constexpr NestedLimit nested[] = {
    {"decision", "options", "name", R"({"rejected_because":"costs"})", 120},
    {"decision", "options", "rejected_because", R"({"name":"MySQL"})", 500},
    {"runbook", "steps", "action", "{}", 500},
    {"runbook", "steps", "command", R"({"action":"Look"})", 1000},
    {"runbook", "steps", "expect", R"({"action":"Look"})", 500},
    {"runbook", "steps", "on_failure", R"({"action":"Look"})", 500},
};

std::string sample_of(const std::string& type) {
  if (type == "decision") return sample::decision();
  if (type == "incident") return sample::incident();
  return type == "pattern" ? sample::pattern() : sample::runbook();
}

void refused_at(const desk::Desk& agent, const std::string& record, const std::string& pointer) {
  const auto answer = agent.call("write_record", record);
  INFO(pointer);
  INFO(answer.text.substr(0, 1500));
  CHECK(answer.is_error);
  CHECK_THAT(answer.text, Catch::Contains("- " + pointer + ": "));
  CHECK_THAT(answer.text, Catch::Contains("1 problem with"));
}

std::string stored_value(const desk::Desk& agent, const std::string& record, const char* field) {
  const std::string id = agent.write(record);
  const auto answer = agent.must("get_record", R"({"id":")" + id + R"("})");
  return answer.structured().find(field).dump();
}

/// Whoever has sent a line to the log of others does not read it again when it comes back, so
/// whatever is accepted here must be read there.
void check_others_can_read_all(const desk::Desk& agent) {
  const auto records = agent.memory().records();
  REQUIRE(records);
  std::size_t lines = 0;
  const auto exported = (*records)->export_changes({}, "shop", [&](const std::string& line) {
    if (lines++ == 0) return base::Result<void>{};
    const auto read = memory::exported_change(line);
    INFO((read ? "" : read.error().message.substr(0, 1000)));
    CHECK(read);
    return base::Result<void>{};
  });
  CHECK(exported);
  CHECK(lines > 1);
}

}  // namespace

TEST_CASE("a text of just the allowed length is stored whole, one more or less is refused") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  // One, two, three and four bytes a character: limits count characters.
  for (const char* unit : {"x", "ж", "字", "😀"}) {
    for (const TextLimit& limit : texts) {
      INFO(limit.type << "/" << limit.field << " in " << unit);
      const std::string record = sample_of(limit.type);
      for (const std::size_t length : {limit.min, limit.max}) {
        const std::string value = text_json(length, unit);
        CHECK(stored_value(agent, with(record, limit.field, value), limit.field) == value);
      }
      const std::string pointer = std::string("/") + limit.field;
      refused_at(agent, with(record, limit.field, text_json(limit.max + 1, unit)), pointer);
      if (limit.min > 1)
        refused_at(agent, with(record, limit.field, text_json(limit.min - 1, unit)), pointer);
    }
  }
  check_others_can_read_all(agent);
}

TEST_CASE("a list of just the allowed size is stored whole, one entry more is refused") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  for (const ListLimit& limit : lists) {
    INFO(limit.type << "/" << limit.field);
    const std::string record = sample_of(limit.type);
    const std::string pointer = std::string("/") + limit.field;
    const bool is_keyword = pointer == "/tags";
    const std::string longest = text_json(limit.max, is_keyword ? "a" : "😀");
    const std::string full = list_json(limit.entries_max, longest);
    CHECK(stored_value(agent, with(record, limit.field, full), limit.field) == full);
    refused_at(
        agent, with(record, limit.field, list_json(limit.entries_max + 1, R"("abc")")), pointer);
    refused_at(agent,
               with(record, limit.field, "[" + text_json(limit.max + 1, "a") + "]"),
               pointer + "/0");
    refused_at(agent, with(record, limit.field, R"(["abc",""])"), pointer + "/1");
    refused_at(agent, with(record, limit.field, R"(["abc",7])"), pointer + "/1");
    if (limit.entries_min > 0) refused_at(agent, with(record, limit.field, "[]"), pointer);
    if (limit.min > 1) refused_at(agent, with(record, limit.field, R"(["a"])"), pointer + "/0");
  }
  check_others_can_read_all(agent);
}

TEST_CASE("options and steps keep to the limits of their members") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  for (const NestedLimit& limit : nested) {
    INFO(limit.field << "/" << limit.member);
    const std::string record = sample_of(limit.type);
    const auto entry = [&](std::size_t length) {
      return "[" + with(limit.others, limit.member, text_json(length, "😀")) + "]";
    };
    const std::string pointer = std::string("/") + limit.field + "/0/" + limit.member;
    agent.write(with(record, limit.field, entry(limit.max)));
    refused_at(agent, with(record, limit.field, entry(limit.max + 1)), pointer);
  }
  const std::string step = R"({"action":"Look"})";
  agent.write(with(sample::runbook(), "steps", list_json(40, step)));
  refused_at(agent, with(sample::runbook(), "steps", list_json(41, step)), "/steps");
  refused_at(agent, with(sample::runbook(), "steps", R"([{"command":"ls"}])"), "/steps/0/action");
  refused_at(agent,
             with(sample::runbook(), "steps", R"([{"action":"a","comand":"ls"}])"),
             "/steps/0/comand");
  const std::string option = R"({"name":"MySQL","rejected_because":"costs"})";
  agent.write(with(sample::decision(), "options", list_json(8, option)));
  refused_at(agent, with(sample::decision(), "options", list_json(9, option)), "/options");
  check_others_can_read_all(agent);
}

TEST_CASE("a large record is stored, found and read back, and one over the limit says what to do") {
  const support::TemporaryDirectory home;
  const desk::Desk agent(home.path());
  const std::string title = with(sample::runbook(), "title", text_json(120, "😀"));
  const std::string step =
      R"({"action":)" + text_json(80, "字") + R"(,"command":)" + text_json(120, "字") + "}";
  const std::string large = with(title, "steps", list_json(40, step));
  CHECK(stored_value(agent, large, "steps") == list_json(40, step));
  CHECK(agent.must("read_records", "{}").structured().find("records").size() == 1);

  const std::string long_step = R"({"action":)" + text_json(500, "字") + "}";
  const auto refused = agent.call("write_record", with(title, "steps", list_json(40, long_step)));
  CHECK(refused.is_error);
  CHECK_THAT(refused.text, Catch::Contains("at most 32768"));
  check_others_can_read_all(agent);
}
