#pragma once
// `completion bash`: what completes a command line in bash, written from what the command line
// declares, so that the two cannot differ.

#include <string>

#include "app/command_line.hpp"

namespace app {

/// A script to source. Needs bash 4 and no package; choices must be words without blanks.
std::string bash_completion(const Grammar& grammar);

}  // namespace app
