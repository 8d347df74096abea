#pragma once
// What a user wants redacted beyond what everybody does: `redact` in runlog.yaml (settings.hpp).

#include <memory>
#include <string>
#include <vector>

#include "patterns/pattern.hpp"

namespace runlog {

struct RedactionRules {
  std::vector<std::shared_ptr<const patterns::Pattern>> patterns = {};
  std::vector<std::string> names = {};  ///< of members, in lower case
  std::vector<std::string> paths = {};  ///< globs (credential_files.hpp)
};

}  // namespace runlog
