#pragma once
// Run marker: [run=<uuid>] at the beginning of a prompt says which run the prompt belongs to.
// Prompts that were merged into one begin with several.

#include <string>
#include <string_view>
#include <vector>

#include "mcp-runlog/event.hpp"

namespace runlog {

struct MarkedPrompt {
  std::vector<std::string> run_ids;  ///< in lower case, each once, at most 16
  std::string_view text;             ///< what follows the markers; borrowed
};

MarkedPrompt marked_prompt(std::string_view prompt);

/// The run.start events of the runs that `prompt`, an event of kind prompt, began. They bind its
/// session, or its prompt of it, to them. `native` is the prompt's native id.
std::vector<Event> starts_of(const MarkedPrompt& marked,
                             const Event& prompt,
                             std::string_view native);

}  // namespace runlog
