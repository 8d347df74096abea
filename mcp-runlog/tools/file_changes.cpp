#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/format/body.hpp"
#include "mcp-runlog/format/edit_facts.hpp"
#include "mcp-runlog/tools.hpp"

namespace runlog {
namespace {

/// Of a path that is longer its beginning is shown; get_event gives it whole.
constexpr std::size_t path_bytes_max = 300;

struct Arguments {
  std::string run_id;
  std::string path;
  bool patches = true;
  int limit = 50;
  int budget_tokens = 4000;
  std::string cursor;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      run_id_field(&Arguments::run_id, "What this run changed, oldest first."),
      json::field("path",
                  &Arguments::path,
                  "Who changed this file, in any run, newest first; the end of a path will do.")
          .characters(1, 1000)
          .optional(),
      json::field("patches", &Arguments::patches, "With the patches.").defaulted(),
      json::field("limit", &Arguments::limit, "At most so many edits.").between(1, 200).defaulted(),
      budget_field(&Arguments::budget_tokens),
      cursor_field(&Arguments::cursor),
  }};
}

std::string output_schema() {
  const json::Rule edit = json::object_rule({
      json::required_member("event_id", json::text_rule()),
      json::required_member("run_ids", json::list_rule(json::text_rule(), json::any_number)),
      json::required_member("at", json::text_rule()),
      json::optional_member("agent", json::text_rule()),
      json::required_member("path", json::text_rule()),
      json::optional_member("lines_added", json::integer_rule(0)),
      json::optional_member("lines_removed", json::integer_rule(0)),
      json::optional_member("sha256_before", json::text_rule()),
      json::optional_member("sha256_after", json::text_rule()),
      json::optional_member("patch", json::text_rule()),
  });
  return json::schema(json::object_rule({
      json::required_member("edits", json::list_rule(edit, json::any_number)),
      json::optional_member("next_cursor", json::text_rule(), "There are more."),
  }));
}

void write_edit(json::Writer& out, const FileEdit& edit, bool with_patch) {
  const EditFacts facts = edit_facts(edit.event.body_json);
  out.begin_object().member("event_id", edit.event.id).key("run_ids").begin_list();
  for (const std::string& run_id : edit.run_ids)
    out.text(run_id);
  out.end_list().member("at", base::to_iso(edit.event.at));
  if (!edit.event.agent.empty()) out.member("agent", edit.event.agent);
  out.member("path", base::one_line(edit.event.file_path, path_bytes_max));
  if (facts.lines_added) out.member("lines_added", *facts.lines_added);
  if (facts.lines_removed) out.member("lines_removed", *facts.lines_removed);
  if (!facts.sha256_before.empty()) out.member("sha256_before", facts.sha256_before);
  if (!facts.sha256_after.empty()) out.member("sha256_after", facts.sha256_after);
  if (with_patch && !facts.patch.empty()) out.member("patch", facts.patch);
  out.end_object();
}

std::string text_of(const FileEdit& edit, bool with_patch) {
  const EditFacts facts = edit_facts(edit.event.body_json);
  std::string text = base::format("{} {} {} (+{} -{}) run {}, event {}\n",
                                  base::to_iso(edit.event.at),
                                  edit.event.agent,
                                  base::one_line(edit.event.file_path, path_bytes_max),
                                  facts.lines_added.value_or(0),
                                  facts.lines_removed.value_or(0),
                                  edit.run_ids.empty() ? "(none)" : edit.run_ids.front(),
                                  edit.event.id);
  if (with_patch && !facts.patch.empty())
    text += base::without_hidden_characters(facts.patch) + "\n";
  return text;
}

/// For what says how to go on.
constexpr std::size_t closing_bytes = 240;

/// The edits that fit into a budget, as text and as JSON alike. Patches go first where it is short:
/// what was changed matters more than how.
class Edits {
 public:
  Edits(std::size_t room, bool with_patches) : room_(room), with_patches_(with_patches) {
    out_.begin_object().key("edits").begin_list();
  }

  /// False if there is no room for it any more; for the first one there always is.
  bool add(const FileEdit& edit) {
    if (with_patches_ && put(edit, true)) return true;
    if (!put(edit, false)) return false;
    if (with_patches_ && !edit_facts(edit.event.body_json).patch.empty()) ++without_patch_;
    return true;
  }

  mcp::Reply reply(const std::string& next_cursor) {
    out_.end_list();
    if (text_.empty()) text_ = "No edit is known.";
    if (without_patch_ > 0)
      text_ +=
          base::format("{} patches were left out to keep to the budget; get_event gives each.\n",
                       without_patch_);
    if (!next_cursor.empty()) {
      out_.member("next_cursor", next_cursor);
      text_ += base::format("There are more: \"cursor\":\"{}\".", next_cursor);
    }
    return mcp::text_reply(text_, out_.end_object().take());
  }

 private:
  bool put(const FileEdit& edit, bool with_patch) {
    const std::string text = text_of(edit, with_patch);
    json::Writer object;
    write_edit(object, edit, with_patch);
    const std::size_t bytes =
        std::max(text_.size() + text.size(), out_.str().size() + object.str().size());
    const bool is_first = text_.empty() && !with_patch;
    if (bytes + closing_bytes > room_ && !is_first) return false;
    text_ += text;
    out_.raw(object.str());
    return true;
  }

  const std::size_t room_;
  const bool with_patches_;
  std::size_t without_patch_ = 0;
  std::string text_;
  json::Writer out_;
};

mcp::Reply reply_of(const FileEditPage& page, const Arguments& arguments) {
  Edits edits(base::bytes_of_tokens(static_cast<std::size_t>(arguments.budget_tokens)),
              arguments.patches);
  std::string last;
  for (const FileEdit& edit : page.edits) {
    if (!edits.add(edit)) return edits.reply(last);
    last = edit.cursor;
  }
  return edits.reply(page.next_cursor);
}

base::Result<mcp::Reply> changes(const Setting& setting, Arguments arguments, mcp::Call& call) {
  if (!arguments.path.empty() && !arguments.run_id.empty())
    return base::invalid("run_id, path: give one of the two");
  if (arguments.path.empty()) arguments.run_id = TRY(run_named(setting, arguments.run_id, call));
  RunStore* const store = TRY(setting.run_log->ready(call.stop()));
  if (!arguments.run_id.empty()) TRY(store->run(call.stop(), arguments.run_id));
  return reply_of(TRY(store->file_edits(call.stop(),
                                        {.run_id = arguments.run_id,
                                         .path = arguments.path,
                                         .cursor = arguments.cursor,
                                         .count = static_cast<std::size_t>(arguments.limit)})),
                  arguments);
}

}  // namespace

mcp::Tool file_changes(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "file_changes",
       .title = "Changed files",
       .description =
           "What a run changed in files, as patches; or, by path, which runs changed a file, "
           "and how.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return changes(setting, arguments, call);
      });
}

}  // namespace runlog
