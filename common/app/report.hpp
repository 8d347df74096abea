#pragma once
// How a command ends: with its text on stdout, or with what is wrong on stderr.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace app {

/// Gives the exit code. `program` stands before what is wrong.
int report(std::string_view program, const base::Result<std::string>& text);

}  // namespace app
