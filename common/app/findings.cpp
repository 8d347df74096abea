#include "app/findings.hpp"

#include <unistd.h>

#include <cstdio>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/uuid.hpp"

namespace app {

void Findings::fact(bool good, const char* name, const std::string& what) {
  std::printf("%s  %-11s %s\n", good ? "ok" : "!!", name, what.c_str());
  if (!good) exit_code_ = 1;
}

void Findings::answer(const char* name,
                      const base::Result<std::string>& value,
                      const std::string& note) {
  fact(bool(value), name, value ? *value + note : value.error().message);
}

void report_identity(Findings& findings, crew::Workplace& workplace) {
  const auto agent = workplace.agent();
  const bool unnamed = agent && !base::env("AGENT_NAME");
  findings.answer(
      "agent", agent, unnamed ? " (AGENT_NAME is not set; what it stores carries this name)" : "");
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
  const bool durable = health.journal_mode == "wal";
  findings.fact(
      durable,
      "durability",
      durable ? "a write is on disk before it is acknowledged, also across a power cut (WAL, "
                "synced for each)"
              : base::format("journal {}: an acknowledged write may be lost", health.journal_mode));
  const bool is_private = (health.file_mode & 077U) == 0 && health.owner == ::geteuid();
  findings.fact(
      is_private,
      "privacy",
      base::format("file mode {:o}, folder mode {:o}{}",
                   health.file_mode & 0777U,
                   health.directory_mode & 0777U,
                   is_private ? "" : "; others can read what is stored: chmod 600 the file"));
  std::string lock = "free";
  if (health.is_write_locked) {
    lock = health.write_lock_holder ? base::format("held by process {}", *health.write_lock_holder)
                                    : "held";
  }
  findings.fact(true, "write lock", lock);
  findings.fact(true, "sqlite", health.library_version);
}

}  // namespace app
