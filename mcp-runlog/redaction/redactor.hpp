#pragma once
// Redactor: what goes into the run log passes here first, so that no secret is ever stored. One
// way: a secret becomes [redacted:<kind>:<tag>], where the tag is a keyed digest, so that two
// places that had the same secret still show it.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"

namespace runlog {

/// Thread-safe.
class Redactor {
 public:
  /// The key is <home>/runlog.key, made if it is not there (0600); rules of the user's own are in
  /// <home>/runlog.yaml, if it is there. invalid: file:line and what is allowed.
  static base::Result<Redactor> open(const std::filesystem::path& home);

  /// Redacted, without hidden characters, every text within its cap (head and tail stay), the body
  /// in normal form. Doing it again changes nothing.
  Event redacted(Event event) const;

  /// The same for one text that is to be shown or kept beside events.
  std::string redacted(std::string_view text) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace runlog
