#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "mcp-runlog/commands.hpp"

namespace runlog {
namespace {

base::Result<std::string> deleted(const Setting& setting, const app::Words& words) {
  const std::string run_id = base::lower(words.at("run"));
  if (!base::is_uuid(run_id))
    return base::invalid("RUN: give the whole id; what is deleted cannot be brought back");
  const std::string by = TRY(setting.workplace->agent());
  const auto events = TRY(setting.run_log->delete_run(
      {}, {.run_id = run_id, .by = by, .reason = words.at("reason"), .at = {}}));
  return base::format(
      "{} events of run {} are gone, also from the index and the write-ahead log. A tombstone "
      "stays: "
      "what is told of the run again is left out. Exports, copies and the files of the sources "
      "(transcripts, logs, the bus) are not touched.\n",
      events,
      run_id);
}

}  // namespace

app::Command delete_command(const Setting& setting) {
  return {.name = "delete",
          .help = "Erase a run for good",
          .options = {{.name = "run", .help = "Its whole id", .positional = true, .required = true},
                      {.name = "reason", .help = "Why, for the tombstone", .required = true}},
          .run = [setting](const app::Words& words) { return report(deleted(setting, words)); }};
}

}  // namespace runlog
