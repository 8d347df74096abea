#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/since.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

struct Arguments {
  std::string project;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("project", &Arguments::project, project_help).characters(1, 200).optional(),
  }};
}

std::string output_schema() {
  const json::Rule count = json::object_rule({
      json::required_member("type", json::text_rule()),
      json::required_member("status", json::text_rule()),
      json::required_member("records", json::integer_rule(0)),
  });
  return json::schema(json::object_rule({
      json::required_member("project", json::text_rule()),
      json::required_member("agent", json::text_rule()),
      json::required_member("backend", json::text_rule()),
      json::required_member("durability", json::text_rule()),
      json::required_member("in_force", json::list_rule(count)),
      json::required_member("superseded", json::integer_rule(0)),
      json::required_member(
          "due", json::integer_rule(0), "In force, past review_by or valid_until."),
      json::required_member("doubted", json::integer_rule(0), "Failed more often than not."),
      json::required_member("unread", json::integer_rule(0), "Changes by others to catch up with."),
      json::required_member("position", json::text_rule()),
  }));
}

constexpr const char* durability =
    "a write is on this machine's disk before it is acknowledged (WAL, synchronous=FULL)";

std::string text_of(const Standing& standing,
                    const std::string& project,
                    const std::string& agent) {
  std::string text = base::format("Memory of {} for {}: SQLite on this machine; {}.\n",
                                  base::shortened(project, 120),
                                  agent,
                                  durability);
  for (const Count& count : standing.in_force)
    text += base::format("- {} {}: {}\n", count.type, count.status, count.records);
  text += base::format(
      "Superseded: {}. Due for review or out of date: {}. Failing more often than not: {}.\n"
      "Changes by others to catch up with: {} (changes_since).",
      standing.superseded,
      standing.due,
      standing.doubted,
      standing.unread);
  return text;
}

std::string json_of(const Standing& standing,
                    const std::string& project,
                    const std::string& agent) {
  json::Writer out;
  out.begin_object().member("project", project).member("agent", agent);
  out.member("backend", "sqlite").member("durability", durability).key("in_force").begin_list();
  for (const Count& count : standing.in_force) {
    out.begin_object().member("type", count.type).member("status", count.status);
    out.member("records", count.records).end_object();
  }
  out.end_list().member("superseded", standing.superseded).member("due", standing.due);
  out.member("doubted", standing.doubted).member("unread", standing.unread);
  return out.member("position", cursor_after(standing.newest)).end_object().take();
}

}  // namespace

mcp::Tool memory_status(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "memory_status",
       .title = "State of the memory",
       .description = "What is in this project's memory and how safely it is kept: records by type "
                      "and status, how many are due for review or in doubt, changes by others that "
                      "you have not acknowledged.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const std::string agent = TRY(call.agent());
        const std::string project = TRY(project_of(setting, arguments.project));
        RecordStore* records = TRY(setting.memory->records());
        const Standing standing =
            TRY(records->standing(call.stop(), project, agent, setting.memory->now()));
        return mcp::text_reply(text_of(standing, project, agent),
                               json_of(standing, project, agent));
      });
}

}  // namespace memory
