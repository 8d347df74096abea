#pragma once
// The key of the tags in marks: made once for a state directory, so that two marks of one secret
// agree for as long as the store lives. Who has the key can try guesses of a weak secret against
// its tag; it leaves this machine with no export and no event.

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace runlog {

/// 32 random bytes, in <home>/runlog.key (0600), made with missing directories (0700) if they are
/// not there. Processes that make it at once agree on one. invalid: the file holds something else.
/// unavailable: the words of the system.
base::Result<std::string> redaction_key(const std::filesystem::path& home);

}  // namespace runlog
