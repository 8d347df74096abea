#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/commands/terminal.hpp"

namespace runlog {
namespace {

base::Result<std::string> listed(const Setting& setting, const app::Words& words) {
  const std::string& since = words.at("since");
  if (!since.empty() && !since_form().accepts(since))
    return base::invalid(
        base::format("--since {}: give {}", base::one_line(since, 60), since_form().words));
  const std::string& status = words.at("status");
  const RunFilter filter{.agent = words.at("agent"),
                         .status = status_named(status),
                         .since = since_time(since, setting.run_log->now())};
  RunStore* const store = TRY(setting.run_log->ready({}));
  const auto limit = static_cast<std::size_t>(words.number("limit"));
  const RunPage page = TRY(store->list({}, filter, "", limit));
  if (page.runs.empty()) return std::string("No such run was recorded here.\n");
  const TerminalLook look = look_of_stdout();
  std::string text;
  for (const Run& run : page.runs)
    text += terminal_line(run, look) + "\n";
  if (!page.next_cursor.empty())
    text += base::format("There are more; --limit {} shows them.\n", limit * 2);
  return text;
}

}  // namespace

app::Command list_command(const Setting& setting) {
  return {
      .name = "list",
      .help = "The runs, newest first",
      .options =
          {{.name = "agent", .help = "Only runs of this agent"},
           {.name = "status",
            .help = "Only runs that stand so",
            .choices = {status_names.begin(), status_names.end()}},
           {.name = "since", .help = "Begun since: a time, or a span back such as 36h or 7d"},
           {.name = "limit", .help = "At most so many", .fallback = "20", .range = {{1, 10000}}}},
      .run = [setting](const app::Words& words) { return report(listed(setting, words)); }};
}

}  // namespace runlog
