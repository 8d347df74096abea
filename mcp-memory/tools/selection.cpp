#include "mcp-memory/tools/selection.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace memory {

std::vector<std::string> all_statuses() {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < record_type_names.size(); ++at) {
    const auto type = static_cast<RecordType>(at);
    for (const std::string_view status : statuses_of(type)) {
      if (std::find(all.begin(), all.end(), status) == all.end()) all.emplace_back(status);
    }
  }
  return all;
}

base::Result<Filter> filter_of(const Selection& selection,
                               const Setting& setting,
                               const std::string& project) {
  return Filter{.project = project,
                .type = selection.type,
                .agent = base::lower(selection.agent),
                .status = selection.status,
                .tag = base::lower(selection.tag),
                .since = TRY(parse_since(selection.since, setting.memory->now())),
                .as_of = TRY(as_of_time(setting, selection.as_of)),
                .superseded = selection.include_superseded};
}

}  // namespace memory
