#pragma once
// Books: what servers acknowledged, to be compared with what a store holds by its own account. Both
// sides use one notation, a line for each change. Fed by several threads.

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/env.hpp"
#include "base/format.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "wire.hpp"

namespace books {

/// How much a test does: what the variable says, else `usual`. scripts/soak sets it for long forms.
inline int amount(const char* variable, int usual) {
  const auto said = base::env(variable);
  return said ? std::stoi(*said) : usual;
}

/// A line for each change; the same change has the same line.
inline std::string line_of(const memory::ExportedChange& change) {
  using memory::ChangeKind;
  std::string line = base::format("{} {} by {}", name_of(change.kind), change.id, change.agent);
  switch (change.kind) {
    case ChangeKind::written:
    case ChangeKind::updated:
      return line + base::format(", revision {}: {}: {}",
                                 change.revision,
                                 change.record->title,
                                 change.record->summary);
    case ChangeKind::superseded:
      return line + ": " + change.by;
    case ChangeKind::linked:
    case ChangeKind::unlinked:
      return line + ": " + change.relation + " " + change.to;
    case ChangeKind::confirmed:
      return line + ": " + change.outcome + ": " + change.evidence;
    case ChangeKind::purged:
      break;
  }
  return line;
}

/// The store's own account, oldest first.
inline std::vector<memory::ExportedChange> changes_in(const std::filesystem::path& home) {
  const auto exported = wire::run(home, {"export"});
  if (exported.exit_code != 0) throw std::runtime_error("export: " + exported.errors);
  std::vector<memory::ExportedChange> changes;
  for (const std::string& line : exported.lines) {
    if (memory::is_export_opening(line)) continue;
    auto change = memory::exported_change(line);
    if (!change) throw std::runtime_error(change.error().message + ": " + line);
    changes.push_back(std::move(change).value());
  }
  return changes;
}

/// The doctor's findings are good: tables, full-text index, versions.
inline void must_be_sound(const std::filesystem::path& home) {
  const auto doctor = wire::run(home, {"doctor"});
  std::string all;
  for (const std::string& line : doctor.lines)
    all += line + "\n";
  INFO(all << doctor.errors);
  CHECK(doctor.exit_code == 0);
}

class Books {
 public:
  void acknowledge(const memory::ExportedChange& change) {
    const std::scoped_lock lock(mutex_);
    acknowledged_.insert(line_of(change));
  }

  void problem(const std::string& what) {
    constexpr std::size_t told_max = 20;
    const std::scoped_lock lock(mutex_);
    if (problems_.size() < told_max) problems_.push_back(what);
  }

  /// Counts what should happen now and then, by any name.
  void count(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    ++counts_[name];
  }

  // Once all threads are done.

  const std::multiset<std::string>& acknowledged() const { return acknowledged_; }

  const std::vector<std::string>& problems() const { return problems_; }

  int count_of(const std::string& name) const {
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  std::mutex mutex_;
  std::multiset<std::string> acknowledged_;
  std::vector<std::string> problems_;
  std::map<std::string, int> counts_;
};

}  // namespace books
