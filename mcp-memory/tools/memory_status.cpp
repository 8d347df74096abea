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

json::Rule log_rule() {
  return json::object_rule({
      json::required_member("connected", json::boolean_rule()),
      json::required_member("current", json::boolean_rule(), "All that the log has is here."),
      json::required_member("sequence", json::integer_rule(0), "Up to here it was read."),
      json::required_member("behind", json::integer_rule(0), "Messages still to be read."),
      json::required_member("pending", json::integer_rule(0), "Changes that wait for the log."),
      json::required_member("conflicts", json::integer_rule(0), "Changes that came too late."),
      json::required_member("quarantined", json::integer_rule(0), "Messages that do not count."),
      json::optional_member("trouble", json::text_rule()),
  });
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
      json::optional_member(
          "log", log_rule(), "The log of record that the crew shares, where there is one."),
  }));
}

/// What is known of the memory.
struct Status {
  Standing standing;
  std::string project;
  std::string agent;
  std::optional<LogStanding> log = {};
  Backlog backlog = {};
  LogTroubles troubles = {};
};

const char* durability_of(const Status& status) {
  if (!status.log)
    return "a write is on this machine's disk before it is acknowledged (WAL, synced for each)";
  return "a write is on this machine's disk (WAL, synced for each) and in the log of the crew "
         "before it is acknowledged, or the reply says that it waits for the log";
}

std::string trouble_of(const LogStanding& log) {
  if (!log.bus.connected) return log.bus.trouble;
  return log.trouble.empty() ? log.undelivered : log.trouble;
}

std::string log_text(const Status& status) {
  const LogStanding& log = *status.log;
  std::string text = base::format(
      "\nLog of the crew: {}, read up to message {}, {} behind; {} changes of this machine wait "
      "for "
      "it. Came too late: {}. Messages that do not count: {}.",
      log.bus.connected ? "connected to " + log.bus.address : "not connected",
      log.reading.place.sequence,
      log.reading.behind,
      status.backlog.waiting,
      status.troubles.conflicts,
      status.troubles.quarantined);
  const std::string trouble = trouble_of(log);
  if (!trouble.empty()) text += " Trouble: " + base::one_line(trouble, trouble.size()) + ".";
  if (!status.troubles.last_defect.empty())
    text += " The last of these: " + base::one_line(status.troubles.last_defect, 300) + ".";
  return text;
}

std::string text_of(const Status& status) {
  const Standing& standing = status.standing;
  std::string text = base::format(
      "Memory of {} for {}: {}; {}.\n",
      base::shortened(status.project, 120),
      status.agent,
      status.log ? "this machine's image of the log of the crew" : "SQLite on this machine",
      durability_of(status));
  for (const Count& count : standing.in_force)
    text += base::format("- {} {}: {}\n", count.type, count.status, count.records);
  text += base::format(
      "Superseded: {}. Due for review or out of date: {}. Failing more often than not: {}.\n"
      "Changes by others to catch up with: {} (changes_since).",
      standing.superseded,
      standing.due,
      standing.doubted,
      standing.unread);
  return status.log ? text + log_text(status) : text;
}

void write_log(json::Writer& out, const Status& status) {
  const LogStanding& log = *status.log;
  out.key("log").begin_object().member("connected", log.bus.connected);
  out.member("current", log.reading.is_current);
  out.member("sequence", log.reading.place.sequence).member("behind", log.reading.behind);
  out.member("pending", status.backlog.waiting).member("conflicts", status.troubles.conflicts);
  out.member("quarantined", status.troubles.quarantined);
  const std::string trouble = trouble_of(log);
  if (!trouble.empty()) out.member("trouble", trouble);
  out.end_object();
}

std::string json_of(const Status& status) {
  const Standing& standing = status.standing;
  json::Writer out;
  out.begin_object().member("project", status.project).member("agent", status.agent);
  out.member("backend", status.log ? "log" : "sqlite").member("durability", durability_of(status));
  out.key("in_force").begin_list();
  for (const Count& count : standing.in_force) {
    out.begin_object().member("type", count.type).member("status", count.status);
    out.member("records", count.records).end_object();
  }
  out.end_list().member("superseded", standing.superseded).member("due", standing.due);
  out.member("doubted", standing.doubted).member("unread", standing.unread);
  out.member("position", cursor_after(standing.newest));
  if (status.log) write_log(out, status);
  return out.end_object().take();
}

base::Result<Status> status_of(const Setting& setting,
                               const std::string& project,
                               mcp::Call& call) {
  const std::string agent = TRY(call.agent());
  Status status{.standing = {}, .project = project, .agent = agent};
  RecordStore* records = TRY(setting.memory->records());
  status.standing =
      TRY(records->standing(call.stop(), status.project, status.agent, setting.memory->now()));
  status.log = TRY(setting.memory->log());
  if (!status.log) return status;
  status.backlog = TRY(records->projection().backlog(call.stop()));
  status.troubles = TRY(records->projection().troubles(call.stop()));
  return status;
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
        const std::string project = TRY(project_of(setting, arguments.project));
        const Status status = TRY(status_of(setting, project, call));
        return mcp::text_reply(text_of(status), json_of(status));
      });
}

}  // namespace memory
