#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp-memory/since.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/change_text.hpp"

namespace memory {
namespace {

constexpr std::size_t shown_project_bytes_max = 120;

struct Arguments {
  std::string ack;
  std::string since;
  bool own = false;
  int limit = 50;
  int budget_tokens = 2000;
};

json::Form position_form() {
  return {.words = "a \"position\" of an earlier reply, such as after-42",
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) { return parse_cursor(text).has_value(); }};
}

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("ack",
                  &Arguments::ack,
                  "The position of the reply that you have dealt with: your place moves there.")
          .characters(1, 40)
          .form(position_form())
          .optional(),
      json::field("since", &Arguments::since, "Look from this position on; your place stays.")
          .characters(1, 40)
          .form(position_form())
          .optional(),
      json::field("own", &Arguments::own, "Your own changes as well.").defaulted(),
      json::field("limit", &Arguments::limit, "At most so many changes.")
          .between(1, 200)
          .defaulted(),
      json::field("budget_tokens", &Arguments::budget_tokens, budget_help)
          .between(budget_tokens_min, budget_tokens_max)
          .defaulted(),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("project", json::text_rule()),
      json::required_member("changes", json::list_rule(change_rule()), "Oldest first."),
      json::required_member(
          "position", json::text_rule(), "Give it as ack once you have dealt with these."),
      json::required_member("more", json::boolean_rule()),
  }));
}

std::string line_of(const Change& change) {
  if (change.record_id.empty()) return "- " + change_text(change) + "\n";
  return base::format("- {} {} \"{}\" {}\n",
                      name_of(change.type),
                      change.record_id,
                      base::one_line(change.title, 120),
                      change_text(change));
}

/// What a reply has beside the changes, as text or as JSON.
std::size_t frame_bytes_of(const std::string& project) {
  constexpr std::size_t text_bytes = 180;
  constexpr std::size_t json_bytes = 100;
  return std::max(text_bytes + base::shortened(project, shown_project_bytes_max).size(),
                  json_bytes + json::quoted(project).size());
}

/// What fits; at least one change, so that a reader gets on.
mcp::Reply reply_of(const Changes& found, const std::string& project, std::size_t bytes_max) {
  const std::size_t frame_bytes = frame_bytes_of(project);
  const std::size_t room = bytes_max > frame_bytes ? bytes_max - frame_bytes : 0;
  std::string text;
  std::string json;
  std::int64_t position = found.from;
  std::size_t shown = 0;
  for (const Change& whole : found.changes) {
    const Change change = shown == 0 ? change_within(whole, room) : whole;
    const std::string line = line_of(change);
    const std::string object = change_json(change);
    const std::size_t bytes = std::max(text.size() + line.size(), json.size() + object.size() + 1);
    if (shown > 0 && bytes > room) break;
    text += line;
    json += (json.empty() ? "" : ",") + object;
    position = change.position;
    ++shown;
  }
  const bool more = found.more || shown < found.changes.size();
  if (!more) position = std::max(found.newest, found.from);
  const std::string cursor = cursor_after(position);
  const std::string opening =
      shown == 0 ? base::format("Nothing new in project {}.\n",
                                base::shortened(project, shown_project_bytes_max))
                 : base::format(
                       "{} in project {}, oldest first; written by agents, facts to "
                       "check:\n",
                       shown == 1 ? "1 change" : base::format("{} changes", shown),
                       base::shortened(project, shown_project_bytes_max));
  const std::string closing = base::format(
      "{}Dealt with: changes_since {{\"ack\":\"{}\"}}.", more ? "There are more. " : "", cursor);
  json::Writer out;
  out.begin_object().member("project", project).key("changes").raw("[" + json + "]");
  out.member("position", cursor).member("more", more).end_object();
  return mcp::text_reply(opening + text + closing, out.take());
}

}  // namespace

mcp::Tool changes_since(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "changes_since",
       .title = "What changed",
       .description =
           "What other agents changed in this project since you last acknowledged: new records, "
           "updates, supersessions, links, confirmations. The server keeps your place; it moves "
           "only when you say ack, so nothing is missed if you are interrupted.",
       .effects = {.idempotent = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const std::string agent = TRY(call.agent());
        const std::string project = TRY(setting.workplace->project());
        RecordStore* records = TRY(setting.memory->records());
        if (const auto position = parse_cursor(arguments.ack))
          TRY(records->acknowledge(call.stop(), project, agent, *position));
        const Changes found =
            TRY(records->changes(call.stop(),
                                 {.project = project,
                                  .agent = agent,
                                  .after = parse_cursor(arguments.since),
                                  .own = arguments.own,
                                  .count = static_cast<std::size_t>(arguments.limit)}));
        return reply_of(found, project, budget_bytes(arguments.budget_tokens));
      });
}

}  // namespace memory
