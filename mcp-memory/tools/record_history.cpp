#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/change_text.hpp"

namespace memory {
namespace {

struct Arguments {
  std::string id;
  std::string project;
  int budget_tokens = 2000;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("id", &Arguments::id).characters(36, 36).form(record_id_form()),
      json::field("project", &Arguments::project, project_help).characters(1, 200).optional(),
      json::field("budget_tokens", &Arguments::budget_tokens, budget_help)
          .between(budget_tokens_min, budget_tokens_max)
          .defaulted(),
  }};
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("id", json::text_rule()),
      json::required_member("changes", json::list_rule(change_rule()), "Oldest first."),
      json::optional_member(
          "left_out", json::integer_rule(1), "So many of the oldest did not fit the budget."),
      json::optional_member(
          "supersedes", json::list_rule(json::text_rule()), "The newest that fit the budget."),
      json::optional_member("superseded_by", json::text_rule()),
  }));
}

struct Lists {
  std::string text;
  std::string json;
  std::size_t left_out = 0;
};

/// The newest that fit, in the order of time; at least one.
Lists lists_within(const std::vector<Change>& changes, std::size_t bytes_max) {
  Lists lists;
  std::size_t bytes = 0;
  for (std::size_t at = changes.size(); at > 0; --at) {
    const Change& whole = changes[at - 1];
    const Change change = lists.json.empty() ? change_within(whole, bytes_max) : whole;
    const std::string text = "- " + change_text(change) + "\n";
    const std::string json = change_json(change);
    bytes += std::max(text.size(), json.size() + 1);
    if (bytes > bytes_max && !lists.json.empty()) {
      lists.left_out = at;
      break;
    }
    lists.text.insert(0, text);
    lists.json.insert(0, json + (lists.json.empty() ? "" : ","));
  }
  return lists;
}

/// The newest of those that it superseded, in a quarter of the bytes.
void cut_to_newest(std::vector<std::string>& before, std::size_t bytes_max) {
  constexpr std::size_t bytes_each = 40;
  const std::size_t count = bytes_max / 4 / bytes_each;
  if (before.size() <= count) return;
  before.erase(before.begin(), before.end() - static_cast<std::ptrdiff_t>(count));
}

mcp::Reply reply_of(History history, std::size_t bytes_max) {
  const std::size_t superseded = history.before.size();
  cut_to_newest(history.before, bytes_max);
  const std::size_t frame_bytes = 300 + 40 * history.before.size();
  const Lists lists =
      lists_within(history.changes, bytes_max > frame_bytes ? bytes_max - frame_bytes : 0);
  std::string text = base::format("Changes of record {}, oldest first:\n", history.id);
  if (lists.left_out > 0) text += base::format("({} earlier ones did not fit)\n", lists.left_out);
  text += lists.text;
  json::Writer out;
  out.begin_object().member("id", history.id).key("changes").raw("[" + lists.json + "]");
  if (lists.left_out > 0) out.member("left_out", static_cast<std::int64_t>(lists.left_out));
  if (!history.before.empty()) {
    const std::size_t others = superseded - history.before.size();
    text += base::format("Supersedes {}{}\n",
                         base::join(history.before, ", "),
                         others == 0 ? "" : base::format(" and {} earlier ones", others));
    out.key("supersedes").begin_list();
    for (const std::string& id : history.before)
      out.text(id);
    out.end_list();
  }
  if (!history.after.empty()) {
    text += "Superseded by " + history.after + "\n";
    out.member("superseded_by", history.after);
  }
  text += "A past revision: get_record with revision or as_of.";
  return mcp::text_reply(text, out.end_object().take());
}

}  // namespace

mcp::Tool record_history(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "record_history",
       .title = "History of a record",
       .description = "How a record came to say what it says: every revision, link, confirmation "
                      "and supersession, with who, when and why.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const std::string project = TRY(project_of(setting, arguments.project));
        RecordStore* records = TRY(setting.memory->records());
        History history = TRY(records->history(call.stop(), base::lower(arguments.id), project));
        return reply_of(std::move(history), budget_bytes(arguments.budget_tokens));
      });
}

}  // namespace memory
