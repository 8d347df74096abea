#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "mcp-memory/commands.hpp"
#include "secrets/scanner.hpp"

namespace memory {
namespace {

constexpr std::size_t reason_bytes_max = 1000;

/// As it is kept with the tombstone, where it will never be purged.
base::Result<std::string> reason_in(const std::string& words) {
  const std::string shown = base::without_hidden_characters(words);
  std::string reason(base::trimmed(shown));
  if (reason.empty()) return base::invalid("--reason: say why; it stays with the tombstone");
  if (reason.size() > reason_bytes_max)
    return base::invalid(base::format(
        "--reason: has {} bytes, at most {} are allowed", reason.size(), reason_bytes_max));
  if (!secrets::scan(reason).empty())
    return base::invalid("--reason: this looks like a secret; do not repeat what is purged");
  return reason;
}

base::Result<std::string> purge_one(const Setting& setting, const app::Words& words) {
  const std::string id = base::lower(words.at("id"));
  if (!base::is_uuid(id))
    return base::invalid(base::format("\"{}\" is no id of a record", base::one_line(id, 60)));
  const std::string reason = TRY(reason_in(words.at("reason")));
  RecordStore* records = TRY(setting.memory->records());
  const Occasion occasion{.author = {.agent = TRY(setting.workplace->agent()),
                                     .project = {},
                                     .run_id = {},
                                     .trace_id = {}},
                          .at = setting.memory->now()};
  const std::string project = TRY(records->purge({}, id, reason, occasion));
  if (project.empty())
    return base::format("{} was purged before; the file was searched for its traces again.\n", id);
  return base::format(
      "{} of project {} is gone from tables, full-text index and log. Copies of the file, backups "
      "and exports made earlier still have it, and so may the disk.\n",
      id,
      project);
}

}  // namespace

app::Command purge_command(const Setting& setting) {
  return {.name = "purge",
          .help = "Erase a record for good, every revision of it, and leave a tombstone",
          .options = {{.name = "id", .help = "Of the record", .positional = true, .required = true},
                      {.name = "reason", .help = "Why; kept with the tombstone", .required = true}},
          .run = [setting](const app::Words& words) { return report(purge_one(setting, words)); }};
}

}  // namespace memory
