#include <csignal>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "crew/team.hpp"
#include "mcp-memory/commands.hpp"
#include "mcp-memory/shared/erasing.hpp"
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

constexpr std::chrono::seconds erasing_time_max{30};

nats::Patience soon() {
  return nats::within(erasing_time_max);
}

base::Result<std::string> id_in(const std::string& word) {
  std::string id = base::lower(word);
  if (base::is_uuid(id)) return id;
  return base::invalid(base::format("\"{}\" is no id of a record", base::one_line(id, 60)));
}

base::Result<std::string> purge_here(const Setting& setting,
                                     const std::string& id,
                                     const std::string& reason) {
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

/// The tombstone is in the log before anything is erased: nobody then takes the gaps for a loss.
base::Result<std::string> purge_from_log(const Setting& setting,
                                         const Sharing& sharing,
                                         const std::string& id,
                                         const std::string& reason) {
  std::signal(SIGPIPE, SIG_IGN);  // as OpenSSL cannot keep it away
  Memory memory(
      {.home = [&] { return setting.workplace->home(); },
       .sharing = [&]() -> base::Result<std::optional<Sharing>> { return std::optional(sharing); }},
      base::system_clock());
  RecordStore* records = TRY(memory.records());
  if (!memory.await_log(soon()))
    return base::unavailable(
        "the log of the crew could not be read to its end; nothing was purged");
  const Occasion occasion{.author = {std::string(crew::operator_name), {}, {}, {}},
                          .at = memory.now()};
  TRY(records->purge({}, id, reason, occasion));
  if (TRY(memory.deliver_all(soon())) > 0)
    return base::unavailable("the tombstone is not in the log yet; purge again");
  const auto bus = TRY(nats::open(sharing.bus));
  if (!bus->wait_connected(soon())) return base::unavailable(bus->standing().trouble);
  const auto about = TRY(records->projection().sequences_about({}, id));
  const std::size_t erased = TRY(erase_messages(*bus, id, about, soon()));
  return base::format(
      "{} is gone from the log of the crew ({} messages were erased, its tombstone stays) and from "
      "this machine. Every other machine drops it when it reads the tombstone. Copies of the "
      "stream, backups and exports made earlier still have it.\n",
      id,
      erased);
}

base::Result<std::string> purge_one(const Setting& setting, const app::Words& words) {
  const std::string id = TRY(id_in(words.at("id")));
  const std::string reason = TRY(reason_in(words.at("reason")));
  const auto sharing = TRY(operator_sharing(*setting.workplace));
  return sharing ? purge_from_log(setting, *sharing, id, reason) : purge_here(setting, id, reason);
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
