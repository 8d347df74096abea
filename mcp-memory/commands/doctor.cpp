#include <csignal>
#include <string>

#include "app/findings.hpp"
#include "base/format.hpp"
#include "mcp-memory/commands.hpp"
#include "mcp-memory/shared/streams.hpp"

namespace memory {
namespace {

void report_words(app::Findings& findings, const Setting& setting) {
  const auto records = setting.memory->records();
  if (!records) return;
  const auto words = (*records)->check_words();
  if (!words) return findings.fact(false, "search", words.error().message);
  const bool good = *words == "ok";
  findings.fact(good,
                "search",
                good ? "the full-text index fits the records"
                     : *words + "; mcp-memory doctor --repair makes it anew from the records");
}

std::string durability_of(const nats::StreamInfo& log) {
  return base::format(
      "a write is on this machine's disk, then acknowledged by {}; NATS acknowledges before it has "
      "written to its disk (sync_interval, two minutes unless the server says otherwise), so a "
      "power cut of the server may lose what it acknowledged: then the machines that said it "
      "deliver it again",
      log.stream.replicas == 1 ? "one server"
                               : base::format("most of {} replicas", log.stream.replicas));
}

void report_stream(app::Findings& findings, const Sharing& sharing) {
  const nats::Patience patience{.deadline =
                                    std::chrono::steady_clock::now() + std::chrono::seconds(5)};
  const auto bus = nats::open(sharing.bus);
  if (!bus) return findings.fact(false, "log", bus.error().message);
  if (!(*bus)->wait_connected(patience))
    return findings.fact(false, "log", "no connection: " + (*bus)->standing().trouble);
  const nats::Standing standing = (*bus)->standing();
  const auto log = (*bus)->stream(memory_stream, patience);
  if (!log) return findings.fact(false, "log", log.error().message);
  if (!*log)
    return findings.fact(false, "log", "there is no stream MEMORY: mcp-memory nats setup makes it");
  findings.fact(true,
                "log",
                base::format("stream MEMORY on {} (nats-server {}, {} messages, {} bytes, {} "
                             "replica{})",
                             standing.address,
                             standing.server_version,
                             (*log)->state.messages,
                             (*log)->state.bytes,
                             (*log)->stream.replicas,
                             (*log)->stream.replicas == 1 ? "" : "s"));
  findings.fact(true, "log keeps", durability_of(**log));
}

void report_log(app::Findings& findings, const Setting& setting) {
  const auto bus = setting.workplace->bus();
  if (!bus) return findings.fact(false, "log", bus.error().message);
  if (!*bus) return;
  const auto agent = setting.workplace->agent();
  if (agent) report_stream(findings, {(*bus)->options, {*agent}});
  const auto records = setting.memory->records();
  if (!records) return;
  const auto backlog = (*records)->projection().backlog({});
  const auto troubles = (*records)->projection().troubles({});
  if (!backlog || !troubles) return;
  findings.fact(backlog->waiting == 0,
                "outbox",
                base::format("{} changes of this machine wait for the log", backlog->waiting));
  findings.fact(troubles->quarantined == 0,
                "quarantine",
                troubles->quarantined == 0 ? "every message of the log counts"
                                           : base::format("{} messages of the log do not count; {}",
                                                          troubles->quarantined,
                                                          troubles->last_defect));
}

int repair(const Setting& setting) {
  const auto records = setting.memory->records();
  if (!records) return report(records.error());
  const auto revisions = (*records)->repair_words();
  if (!revisions) return report(revisions.error());
  return report(base::format("the full-text index was made anew from {} revisions\n", *revisions));
}

int examine(const Setting& setting) {
  std::signal(SIGPIPE, SIG_IGN);  // as OpenSSL cannot keep it away
  app::Findings findings;
  app::report_identity(findings, *setting.workplace);
  const auto records = setting.memory->records();
  const auto health = records ? (*records)->check() : base::Result<sqlite::Health>(records.error());
  if (health) {
    app::report_store(findings, *health);
    report_words(findings, setting);
  } else {
    findings.fact(false, "store", health.error().message);
  }
  report_log(findings, setting);
  return findings.exit_code();
}

}  // namespace

app::Command doctor_command(const Setting& setting) {
  return {.name = "doctor",
          .help = "Check this installation and say what is wrong",
          .options = {{.name = "repair",
                       .help = "Make the full-text index anew from the records",
                       .is_flag = true}},
          .run = [setting](const app::Words& words) {
            return words.has("repair") ? repair(setting) : examine(setting);
          }};
}

}  // namespace memory
