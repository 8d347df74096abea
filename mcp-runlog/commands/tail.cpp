#include <poll.h>

#include <cstdio>

#include "base/text.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/commands/terminal.hpp"
#include "mcp-runlog/naming.hpp"

namespace runlog {
namespace {

constexpr int look_every_ms = 300;
constexpr std::size_t arrivals_at_once = 500;

struct Wanted {
  std::string run_id;
  std::string agent;
};

bool fits(const Arrival& arrival, const Wanted& wanted) {
  const auto& ids = arrival.run_ids;
  return (wanted.run_id.empty() || std::find(ids.begin(), ids.end(), wanted.run_id) != ids.end()) &&
         (wanted.agent.empty() || arrival.event.agent == wanted.agent);
}

/// Prints what has arrived behind the position. Gives the new position.
base::Result<std::int64_t> print_news(const Setting& setting,
                                      const Wanted& wanted,
                                      std::int64_t position) {
  RunStore* const store = TRY(setting.run_log->ready({}));
  const TerminalLook look = look_of_stdout();
  for (;;) {
    const auto arrivals = TRY(store->arrivals({}, position, arrivals_at_once));
    for (const Arrival& arrival : arrivals) {
      position = arrival.position;
      if (fits(arrival, wanted)) std::printf("%s\n", terminal_line(arrival.event, look).c_str());
    }
    if (std::fflush(stdout) != 0) return base::stopped("nobody reads what is printed");
    if (arrivals.size() < arrivals_at_once) return position;
  }
}

base::Result<std::string> follow(const Setting& setting, const app::Words& words) {
  Wanted wanted{.run_id = {}, .agent = words.at("agent")};
  if (words.has("run")) wanted.run_id = TRY(run_meant(setting, words.at("run")));
  RunStore* const store = TRY(setting.run_log->ready({}));
  const std::int64_t newest = TRY(store->newest_position({}));
  std::int64_t position = std::max<std::int64_t>(0, newest - words.number("last"));
  for (;;) {
    position = TRY(print_news(setting, wanted, position));
    if (words.has("once")) return std::string();
    ::poll(nullptr, 0, look_every_ms);
  }
}

}  // namespace

app::Command tail_command(const Setting& setting) {
  return {.name = "tail",
          .help = "Events as they arrive, of all runs or of one, until it is interrupted",
          .options = {{.name = "run", .help = "Only of this run"},
                      {.name = "agent", .help = "Only of this agent"},
                      {.name = "last",
                       .help = "Begin with so many that are there",
                       .fallback = "20",
                       .range = {{0, 100000}}},
                      {.name = "once", .help = "End with what is there", .is_flag = true}},
          .run = [setting](const app::Words& words) { return report(follow(setting, words)); }};
}

}  // namespace runlog
