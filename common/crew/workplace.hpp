#pragma once
// Workplace: as whom, for which project and with which state directory this process works.
// Everything is found out on first use, because the handshake must not wait for it; an answer is
// kept, an error is tried again. Thread-safe.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "crew/bus.hpp"
#include "crew/run.hpp"
#include "crew/team.hpp"
#include "git/checkout.hpp"

namespace crew {

/// What the launcher said, by flag or environment. Empty texts count as unset.
struct Launch {
  std::string project;  ///< --project or AGENT_SMITH_PROJECT
  std::string team;     ///< --team
  std::string nats;     ///< --nats: URLs of servers with commas between them
  std::filesystem::path directory;
  unsigned mode_mask = 077;    ///< umask of whoever started this process
  bool serves_others = false;  ///< over HTTP: the directory is not where the callers work
};

class Workplace {
 public:
  /// Set before the first question; not guarded.
  Launch launch;

  /// The agent that AGENT_NAME says, or "local".
  base::Result<std::string> agent();

  base::Result<std::string> project();

  /// The branch that is checked out, if it is another than the main one: what is learned there may
  /// hold there only. Empty for a server of others, and where it cannot be told.
  std::string unmerged_branch();

  /// True of the branch that the others are merged into: what holds there holds everywhere. Where
  /// that cannot be told, of each name that it usually has.
  bool is_main_branch(std::string_view name);

  /// The team file that applies, if any.
  base::Result<std::optional<Team>> team();

  /// The bus that the crew shares its state through, for the agent of this process; nothing if
  /// state stays on this machine. Read anew each time.
  base::Result<std::optional<BusSettings>> bus();

  /// The same for the operator, who makes streams and erases from them.
  base::Result<std::optional<BusSettings>> operator_bus();

  /// The same for the run log, which reads the events of all agents.
  base::Result<std::optional<BusSettings>> runlog_bus();

  /// The directory for this user's state.
  base::Result<std::filesystem::path> home();

  /// Of a request with this metadata, else of this process.
  RunContext run(std::string_view baggage, std::string_view traceparent) const;

 private:
  /// What is found out once of the checkout's branches.
  struct Branches {
    std::optional<git::Checkout> checkout;
    std::optional<std::string> main;
  };

  /// Of the directory where the callers work; empty for a server of others.
  const Branches& branches() REQUIRES(mutex_);

  base::Result<std::optional<BusSettings>> bus_of(const std::string& user);

  base::Result<std::string> kept(std::optional<std::string>& slot,
                                 const std::function<base::Result<std::string>()>& find);

  base::Mutex mutex_;
  std::optional<std::string> agent_;
  std::optional<std::string> project_;
  std::optional<Branches> branches_ GUARDED_BY(mutex_);
};

}  // namespace crew
