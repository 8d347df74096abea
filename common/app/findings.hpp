#pragma once
// Findings: what a doctor command prints, a line each, and the parts that every server's doctor
// looks at.

#include <string>

#include "base/result.hpp"
#include "crew/workplace.hpp"
#include "sqlite/health.hpp"

namespace app {

class Findings {
 public:
  void fact(bool good, const char* name, const std::string& what);

  /// The value, or what is wrong with it.
  void answer(const char* name,
              const base::Result<std::string>& value,
              const std::string& note = {});

  /// 1 if anything was not good.
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_ = 0;
};

/// Agent, team, project and run of this process.
void report_identity(Findings& findings, crew::Workplace& workplace);

/// Integrity, durability, privacy and lock of a store.
void report_store(Findings& findings, const sqlite::Health& health);

}  // namespace app
