#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/uuid.hpp"
#include "mcp-memory/commands.hpp"
#include "mcp-memory/shared/streams.hpp"

namespace memory {
namespace {

class Findings {
 public:
  void fact(bool good, const char* name, const std::string& what) {
    std::printf("%s  %-11s %s\n", good ? "ok" : "!!", name, what.c_str());
    if (!good) exit_code_ = 1;
  }

  /// The value, or what is wrong with it.
  void answer(const char* name,
              const base::Result<std::string>& value,
              const std::string& note = {}) {
    fact(bool(value), name, value ? *value + note : value.error().message);
  }

  int exit_code() const { return exit_code_; }

 private:
  int exit_code_ = 0;
};

void report_identity(Findings& findings, crew::Workplace& workplace) {
  const auto agent = workplace.agent();
  const bool unnamed = agent && !base::env("AGENT_NAME");
  findings.answer(
      "agent", agent, unnamed ? " (AGENT_NAME is not set; records will carry this name)" : "");
  const auto team = workplace.team();
  if (!team) {
    findings.fact(false, "team", team.error().message);
  } else if (*team) {
    findings.fact(true,
                  "team",
                  base::format("{} agents in {}", (*team)->members.size(), (*team)->file.string()));
  } else {
    findings.fact(true, "team", "no team.yaml; every agent name is accepted");
  }
  findings.answer("project", workplace.project());
  const auto run = base::env("RUN_ID");
  const bool is_run = run && base::is_uuid(*run);
  if (run)
    findings.fact(is_run,
                  "run",
                  is_run ? *run : "RUN_ID is \"" + *run + "\", which is no UUID; it is ignored");
}

void report_store(Findings& findings, const sqlite::Health& health) {
  findings.fact(true,
                "store",
                base::format("{} (schema {}, {} bytes, log {} bytes, {})",
                             health.path.string(),
                             health.schema_version,
                             health.database_bytes,
                             health.wal_bytes,
                             health.file_system));
  findings.fact(health.integrity == "ok", "integrity", health.integrity);
  const bool durable = health.journal_mode == "wal" && health.synchronous == "full";
  findings.fact(durable,
                "durability",
                durable
                    ? "a write is on disk before it is acknowledged, also across a power cut (WAL, "
                      "synchronous=FULL)"
                    : base::format("journal {}, synchronous {}: an acknowledged write may be lost",
                                   health.journal_mode,
                                   health.synchronous));
  const bool is_private = (health.file_mode & 077U) == 0 && health.owner == ::geteuid();
  findings.fact(
      is_private,
      "privacy",
      base::format("file mode {:o}, folder mode {:o}{}",
                   health.file_mode & 0777U,
                   health.directory_mode & 0777U,
                   is_private ? "" : "; others can read the records: chmod 600 the file"));
  std::string lock = "free";
  if (health.is_write_locked) {
    lock = health.write_lock_holder ? base::format("held by process {}", *health.write_lock_holder)
                                    : "held";
  }
  findings.fact(true, "write lock", lock);
  findings.fact(true, "sqlite", health.library_version);
}

void report_words(Findings& findings, const Setting& setting) {
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

void report_stream(Findings& findings, const Sharing& sharing) {
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

void report_log(Findings& findings, const Setting& setting) {
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
  Findings findings;
  report_identity(findings, *setting.workplace);
  const auto records = setting.memory->records();
  const auto health = records ? (*records)->check() : base::Result<sqlite::Health>(records.error());
  if (health) {
    report_store(findings, *health);
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
