#pragma once
// Redactor: what goes into the run log passes here first, so that no secret is ever stored. One
// way: a secret becomes a mark, [redacted:<kind>:<tag>] (secrets/mark.hpp), where the tag is a
// keyed digest, so that two places that had the same secret still show it. What counts as one:
//
//   what secrets::scan finds, in every text and every name of a member
//   values of members that promise a secret: password, authorization, cookie, ... as a whole
//     (secret_members.hpp), also in texts that are JSON themselves
//   whatever is told of a file of credentials (credential_files.hpp), in title and body, but its
//     path and size: so for tools that name the file; what `cat .env` prints is judged by its looks
//   what the rules of the user say (settings.hpp)
//
// It judges by looks and names: a secret that nothing names and that looks like prose is stored.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/redaction/rules.hpp"

namespace runlog {

/// Thread-safe.
class Redactor {
 public:
  /// The key is <home>/runlog.key, made if it is not there (0600); rules of the user's own are in
  /// <home>/runlog.yaml, if it is there. invalid: file:line and what is allowed.
  static base::Result<Redactor> open(const std::filesystem::path& home);

  /// The same for who has read the rules already.
  static base::Result<Redactor> open(const std::filesystem::path& home, RedactionRules rules);

  /// Redacted, without hidden characters, every text within its cap (limits.hpp; of a body head and
  /// tail stay), the body in normal form: what json::parse reads and dump() writes. A body that is
  /// no JSON object within the limits becomes {"text": ...}. Doing it again changes nothing. Never
  /// fails, whatever the event holds.
  Event redacted(Event event) const;

  /// The same for one text that is to be shown or kept beside events; of any size, with its lines.
  std::string redacted(std::string_view text) const;

 private:
  struct State;

  explicit Redactor(std::shared_ptr<const State> state);

  std::shared_ptr<const State> state_;
};

}  // namespace runlog
