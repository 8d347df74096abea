#include "mcp-memory/tools/selection.hpp"

#include "base/text.hpp"

namespace memory {

base::Result<Filter> filter_of(const Selection& selection,
                               const Setting& setting,
                               const std::string& project) {
  return Filter{.project = project,
                .type = selection.type,
                .agent = base::lower(selection.agent),
                .status = selection.status,
                .tag = base::lower(selection.tag),
                .since = TRY(parse_since(selection.since, setting.memory->now()))};
}

}  // namespace memory
