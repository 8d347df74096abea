#pragma once
// Tokens: which agent a bearer token belongs to, by the hashes in team.yaml.
//
// The file is the one that was found at start; another that appears later where find_team looks
// first counts from the next start, and where none was found there are no tokens. Within the file
// every change holds from the next request on: a removed agent is out, a new one is in. A file that
// became unreadable, wrong or absent changes nothing but the log, so a typo neither locks anybody
// out nor lets anybody in; to lock everybody out, empty the list of agents.
//
// No token and no hash ever gets into a message.

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/mutex.hpp"
#include "crew/team.hpp"

namespace crew {

/// Nobody's token is longer; more is not even hashed.
inline constexpr std::size_t token_bytes_max = 4096;

/// The member whose token this is. It compares with every member's hash, each in constant time.
std::optional<std::string> owner_of(const Team& team, std::string_view token);

/// Thread-safe. Each call looks at the file once (stat) and reads it only if it changed.
class Tokens {
 public:
  /// `team` as find_team gave it.
  explicit Tokens(std::optional<Team> team);

  std::optional<std::string> agent_of(std::string_view token);

  /// True once any agent has had a token. It stays true: an edit must not open a door that asked
  /// for tokens.
  bool any();

 private:
  /// Tells one state of the file from another.
  struct Stamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t written_ns = 0;
    std::int64_t changed_ns = 0;

    bool operator==(const Stamp&) const = default;
  };

  static std::optional<Stamp> stamp_of(const std::filesystem::path& file);
  std::shared_ptr<const Team> current();
  void read_again(const std::optional<Stamp>& stamp) REQUIRES(mutex_);

  base::Mutex mutex_;
  std::shared_ptr<const Team> team_ GUARDED_BY(mutex_);  ///< the last good one; null without a file
  std::optional<Stamp> stamp_ GUARDED_BY(mutex_);        ///< of what was read last
  bool settled_ GUARDED_BY(mutex_) = false;              ///< any later change shows in the stamp
  bool any_ GUARDED_BY(mutex_) = false;
  std::string complaint_ GUARDED_BY(mutex_);  ///< what was logged last, while it holds
};

}  // namespace crew
