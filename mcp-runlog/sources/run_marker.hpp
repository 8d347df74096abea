#pragma once
// Run marker: "[run=<uuid>]", by which a text names the run that it belongs to. Every program of
// this suite ends its log lines with one (base/log.hpp). At the beginning of a prompt it says which
// run the prompt belongs to; prompts that were merged into one begin with several. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mcp-runlog/event.hpp"

namespace runlog {

struct RunMarker {
  std::string run_id = {};     ///< in lower case; empty: the text has no marker
  std::size_t at = 0;          ///< of its opening bracket
  std::size_t characters = 0;  ///< with both brackets
};

/// The first one that holds a UUID.
RunMarker run_marker_in(std::string_view text);

/// That one prompt begins, or one stream of a session, at most.
inline constexpr std::size_t runs_max = 16;

struct MarkedPrompt {
  std::vector<std::string> run_ids;  ///< in lower case, each once, at most `runs_max`
  std::string_view text;             ///< what follows the markers; borrowed
};

MarkedPrompt marked_prompt(std::string_view prompt);

/// The run.start events of the runs that `prompt`, an event of kind prompt, began. They bind its
/// session, or its prompt of it, to them. `native` is the prompt's native id.
std::vector<Event> starts_of(const MarkedPrompt& marked,
                             const Event& prompt,
                             std::string_view native);

}  // namespace runlog
