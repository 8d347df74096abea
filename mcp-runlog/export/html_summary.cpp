#include "base/format.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/totals.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

void add_figure(Html& out, std::string_view name, std::string_view value, std::string_view note) {
  out.open("div", {{"class", "figure"}});
  out.leaf("dt", name).open("dd").leaf("b", value);
  if (!note.empty()) out.text(" ").leaf("small", note);
  out.close().close().new_line();
}

void add_figures(Html& out, const Story& story) {
  const Totals totals = totals_of(story);
  const Counts& counts = story.run.counts;
  out.open("dl", {{"class", "figures"}}).new_line();
  add_figure(out, "Took", duration_words(totals.duration), story.run.finished_at ? "" : "so far");
  add_figure(out, "Events", number_words(counts.events), "");
  add_figure(out, "Tool calls", number_words(counts.tool_calls), "");
  add_figure(out, "File edits", number_words(counts.file_edits), "");
  add_figure(out, "Errors", number_words(counts.errors), "");
  if (totals.cost_usd)
    add_figure(out,
               "Cost",
               money_words(*totals.cost_usd),
               "told by " + std::string(name_of(totals.cost_told_by)));
  if (totals.tokens_in + totals.tokens_out > 0)
    add_figure(out,
               "Tokens",
               number_words(totals.tokens_in),
               "in, " + number_words(totals.tokens_out) + " out");
  out.close().new_line();
}

void add_time(Html& out, std::string_view name, base::Instant instant) {
  out.open("div").leaf("dt", name).open("dd");
  out.leaf("time", {{"datetime", base::to_iso(instant)}}, instant_words(instant));
  out.close().close();
}

void add_ids(Html& out, std::string_view name, const std::vector<std::string>& ids) {
  constexpr std::size_t shown_max = 20;
  if (ids.empty()) return;
  out.open("div").leaf("dt", name).open("dd");
  for (std::size_t at = 0; at < ids.size() && at < shown_max; ++at)
    out.leaf("code", ids[at]).text(" ");
  if (ids.size() > shown_max) out.text(base::format("and {} more", ids.size() - shown_max));
  out.close().close();
}

void add_facts(Html& out, const Run& run) {
  out.open("dl", {{"class", "facts"}});
  add_ids(out, "Run", {run.run_id});
  add_time(out, "Started", run.started_at);
  if (run.finished_at)
    add_time(out, "Finished", *run.finished_at);
  else
    add_time(out, "Newest event", run.last_at);
  if (!run.parent_run_id.empty()) add_ids(out, "Part of", {run.parent_run_id});
  add_ids(out, "Child runs", run.child_run_ids);
  add_ids(out, "Sessions", run.session_ids);
  out.close().new_line();
}

}  // namespace

void add_summary(Html& out, const Story& story) {
  const Run& run = story.run;
  out.open("header").new_line();
  out.open("p", {{"class", "who"}});
  out.leaf(
      "span", {{"class", "status s-" + std::string(name_of(run.status))}}, name_of(run.status));
  if (!run.agent.empty()) out.text(" ").leaf("b", run.agent);
  out.close().new_line();
  out.leaf("h1", run.title.empty() ? "A run without a title" : run.title).new_line();
  if (!run.outcome.empty()) out.leaf("p", {{"class", "outcome"}}, run.outcome).new_line();
  if (run.outcome_disputed)
    out.leaf("p",
             {{"class", "remark"}},
             "The outcome is disputed: a later finish said something else. Both are in the "
             "timeline.")
        .new_line();
  add_figures(out, story);
  add_facts(out, run);
  out.close().new_line();
}

}  // namespace runlog
