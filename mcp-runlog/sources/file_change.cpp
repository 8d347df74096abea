#include "mcp-runlog/sources/file_change.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/text_edits.hpp"
#include "mcp-runlog/sources/tool_words.hpp"

namespace runlog {
namespace {

constexpr std::array<std::string_view, 4> edit_tools = {
    "Edit", "Write", "MultiEdit", "NotebookEdit"};

std::int64_t breaks_in(std::string_view text) {
  return std::count(text.begin(), text.end(), '\n');
}

/// The two lines that open a unified diff.
std::string patch_head(const FileChange& change) {
  const std::string_view path(change.path);
  const std::string_view below_root = path.starts_with('/') ? path.substr(1) : path;
  const std::string before = change.is_new ? "/dev/null" : base::format("a/{}", below_root);
  return base::format("--- {}\n+++ b/{}\n", before, below_root);
}

void count_line(FileChange& change, std::string_view line) {
  if (line.starts_with('+')) ++*change.lines_added;
  if (line.starts_with('-')) ++*change.lines_removed;
}

std::string hunk_head(json::View hunk) {
  const auto at = [&](std::string_view name) { return count_in(hunk, name).value_or(0); };
  return base::format(
      "@@ -{},{} +{},{} @@\n", at("oldStart"), at("oldLines"), at("newStart"), at("newLines"));
}

void add_hunk(FileChange& change, json::View hunk) {
  const json::View lines = hunk.find("lines");
  if (!lines.is(json::Kind::list)) return;
  change.patch += hunk_head(hunk);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (!lines.item(at).is(json::Kind::text)) continue;
    std::string line(lines.item(at).text());
    std::replace(line.begin(), line.end(), '\n', ' ');
    count_line(change, line);
    change.patch += line + '\n';
  }
}

void take_structured_patch(FileChange& change, json::View hunks) {
  if (!hunks.is(json::Kind::list) || hunks.size() == 0) return;
  change.lines_added = 0;
  change.lines_removed = 0;
  change.patch = patch_head(change);
  for (std::size_t at = 0; at < hunks.size(); ++at)
    add_hunk(change, hunks.item(at));
}

/// The tool gives no patch of a file that it made: all its lines are new.
void take_new_file(FileChange& change, std::string_view content) {
  std::vector<std::string_view> lines = base::split(content, '\n');
  const bool ends_with_break = lines.back().empty();
  if (ends_with_break) lines.pop_back();
  change.lines_added = static_cast<std::int64_t>(lines.size());
  change.lines_removed = 0;
  change.patch = patch_head(change);
  if (lines.empty()) return;
  change.patch += base::format("@@ -0,0 +1,{} @@\n", lines.size());
  for (const std::string_view line : lines)
    change.patch += base::format("+{}\n", line);
  if (!ends_with_break) change.patch += "\\ No newline at end of file\n";
}

/// What git says of the change, where the tool has no patch of its own.
void take_git_diff(FileChange& change, json::View diff) {
  change.patch = text_in(diff, "patch");
  change.lines_added = count_in(diff, "additions");
  change.lines_removed = count_in(diff, "deletions");
}

/// A cell has no patch; what was put into it counts as added.
void take_cell(FileChange& change, json::View result) {
  const std::string_view source = text_in(result, "new_source");
  change.lines_added = source.empty() ? 0 : breaks_in(source) + 1;
}

void take_patch(FileChange& change, json::View result) {
  take_structured_patch(change, result.find("structuredPatch"));
  if (!change.patch.empty()) return;
  const json::View content = result.find("content");
  if (change.is_new && content.is(json::Kind::text)) return take_new_file(change, content.text());
  if (result.find("gitDiff").is(json::Kind::object))
    return take_git_diff(change, result.find("gitDiff"));
  if (result.find("new_source").is(json::Kind::text)) take_cell(change, result);
}

json::View text_before(json::View result) {
  for (const std::string_view name : {"originalFile", "originalFileContents", "original_file"}) {
    if (const json::View text = result.find(name); text.is(json::Kind::text)) return text;
  }
  return {};
}

/// Tools have rules of their own about line ends: a text that does not have as many lines as the
/// patch says is not what was written.
bool agrees(const FileChange& change, std::string_view before, std::string_view after) {
  if (!change.lines_added || !change.lines_removed) return true;
  return breaks_in(after) - breaks_in(before) == *change.lines_added - *change.lines_removed;
}

void take_hashes(FileChange& change, json::View result) {
  const json::View before = text_before(result);
  if (before.is(json::Kind::text) && !change.is_new)
    change.sha256_before = base::sha256_hex(before.text());
  for (const std::string_view name : {"content", "updated_file"}) {
    if (const json::View after = result.find(name); after.is(json::Kind::text)) {
      change.sha256_after = base::sha256_hex(after.text());
      return;
    }
  }
  if (!before.is(json::Kind::text) || change.changed_by_person) return;
  const auto after = edited_text(before.text(), result);
  if (after && agrees(change, before.text(), *after))
    change.sha256_after = base::sha256_hex(*after);
}

bool has_form_of_change(json::View result) {
  if (result.find("structuredPatch").is(json::Kind::list)) return true;
  return result.find("notebook_path").is(json::Kind::text) &&
         result.find("edit_mode").is(json::Kind::text);
}

}  // namespace

bool is_edit_tool(std::string_view tool) {
  return std::find(edit_tools.begin(), edit_tools.end(), tool) != edit_tools.end();
}

std::optional<FileChange> file_change_of(std::string_view tool,
                                         json::View input,
                                         json::View result) {
  if (tool.empty() ? !has_form_of_change(result) : !is_edit_tool(tool)) return std::nullopt;
  if (!text_in(result, "error").empty()) return std::nullopt;
  FileChange change{.path = path_text(first_text_in(result, {"filePath", "notebook_path"}))};
  if (change.path.empty()) change.path = call_path(input);
  if (change.path.empty()) return std::nullopt;
  change.is_new = text_in(result, "type") == "create";
  change.changed_by_person = flag_in(result, "userModified");
  take_patch(change, result);
  take_hashes(change, result);
  return change;
}

std::string file_change_body(const FileChange& change) {
  json::Writer out;
  out.begin_object().member("path", change.path);
  out.member("change", change.is_new ? "create" : "update");
  if (change.lines_added) out.member("lines_added", *change.lines_added);
  if (change.lines_removed) out.member("lines_removed", *change.lines_removed);
  if (!change.sha256_before.empty()) out.member("sha256_before", change.sha256_before);
  if (!change.sha256_after.empty()) out.member("sha256_after", change.sha256_after);
  if (change.changed_by_person) out.member("changed_by_person", true);
  if (!change.patch.empty()) out.member("patch", change.patch);
  out.end_object();
  return out.take();
}

std::string file_change_title(const FileChange& change,
                              std::string_view tool,
                              std::string_view path) {
  const std::string_view verb = !tool.empty() ? tool : change.is_new ? "Create" : "Edit";
  if (!change.lines_added) return titled(base::format("{} {}", verb, path));
  const std::string counts =
      change.lines_removed ? base::format(" (+{} -{})", *change.lines_added, *change.lines_removed)
                           : base::format(" (+{})", *change.lines_added);
  constexpr std::size_t path_shown_max = 150;
  return titled(base::format("{} {}", verb, base::one_line(path, path_shown_max)) + counts);
}

const std::vector<std::string_view>& file_texts() {
  static const std::vector<std::string_view> names = {"content",
                                                      "edits",
                                                      "gitDiff",
                                                      "newString",
                                                      "new_source",
                                                      "new_string",
                                                      "oldString",
                                                      "old_string",
                                                      "originalFile",
                                                      "originalFileContents",
                                                      "original_file",
                                                      "structuredPatch",
                                                      "updated_file"};
  return names;
}

}  // namespace runlog
