#pragma once
// How a text names the run that it belongs to: "[run=<uuid>]", as every program of this suite ends
// its log lines (base/log.hpp). Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace runlog {

struct RunMark {
  std::string run_id = {};     ///< in lower case; empty: the text has no mark
  std::size_t at = 0;          ///< of its opening bracket
  std::size_t characters = 0;  ///< with both brackets
};

/// The first one that holds a UUID.
RunMark run_mark_in(std::string_view text);

/// The claim in lower case if it is a UUID, else nothing.
std::string run_id_claimed(std::string_view claim);

}  // namespace runlog
