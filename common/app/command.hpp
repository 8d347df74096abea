#pragma once
// Commands, declared: the command line, its help, its errors and its completion follow from them.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/words.hpp"

namespace app {

/// One word of a command line. Positional ones are given without their name, in their order.
struct Option {
  std::string name;  ///< "limit" is --limit
  std::string help;
  bool positional = false;
  bool required = false;
  std::string fallback = {};
  std::optional<std::pair<int, int>> range = {};  ///< only whole numbers from .. to
  bool is_flag = false;                           ///< is there or not, without a word of its own
  bool repeatable = false;                        ///< positional: only the last may be
  bool is_path = false;                           ///< completed as a file name; not checked
  std::vector<std::string> choices = {};          ///< only one of these
  std::string needs = {};                         ///< an option that it makes no sense without
};

/// A subcommand for people and scripts. `run` prints and returns the exit code.
struct Command {
  std::string name;
  std::string help;
  std::vector<Option> options;
  std::function<int(const Words&)> run;
};

}  // namespace app
