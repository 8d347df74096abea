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
#include "crew/run.hpp"
#include "crew/team.hpp"

namespace crew {

/// What the launcher said, by flag or environment. Empty texts count as unset.
struct Launch {
  std::string project;  ///< --project or AGENT_SMITH_PROJECT
  std::string team;     ///< --team
  std::filesystem::path directory;
};

class Workplace {
 public:
  /// Set before the first question; not guarded.
  Launch launch;

  /// The agent that AGENT_NAME says, or "local".
  base::Result<std::string> agent();

  base::Result<std::string> project();

  /// The team file that applies, if any.
  base::Result<std::optional<Team>> team();

  /// The directory for this user's state.
  base::Result<std::filesystem::path> home();

  /// Of a request with this metadata, else of this process.
  RunContext run(std::string_view baggage, std::string_view traceparent) const;

 private:
  base::Result<std::string> kept(std::optional<std::string>& slot,
                                 const std::function<base::Result<std::string>()>& find);

  base::Mutex mutex_;
  std::optional<std::string> agent_;
  std::optional<std::string> project_;
};

}  // namespace crew
