#pragma once
// One value out of the text of a git config file (git-config(1), "Syntax"). Tolerant: a line that
// git would refuse is skipped. Includes are not followed.

#include <optional>
#include <string>
#include <string_view>

namespace git {

/// The first value of `key` in [section "subsection"]; an empty value forgets those before it, as
/// in git. Section and key are given in lower case and match in any case, the subsection matches
/// exactly.
std::optional<std::string> first_config_value(std::string_view text,
                                              std::string_view section,
                                              std::string_view subsection,
                                              std::string_view key);

}  // namespace git
