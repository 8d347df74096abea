#pragma once
// Environment variables as options. Read at start or on first use; this process never sets any.

#include <optional>
#include <string>

namespace base {

/// The value of a variable; an empty one counts as unset, since launchers pass `${NAME:-}` that
/// way.
std::optional<std::string> env(const char* name);

/// A launcher that did not expand `${NAME}` hands it over literally.
inline bool is_unexpanded(const std::string& value) {
  return value.find("${") != std::string::npos;
}

}  // namespace base
