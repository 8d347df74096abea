#include "mcp-memory/shared/sharing.hpp"

#include "crew/team.hpp"

namespace memory {

base::Result<std::optional<Sharing>> sharing_of(crew::Workplace& workplace) {
  if (workplace.launch.serves_others) return operator_sharing(workplace);
  const auto bus = TRY(workplace.bus());
  if (!bus) return std::optional<Sharing>();
  const std::string agent = TRY(workplace.agent());
  return std::optional<Sharing>({bus->options, {agent}});
}

base::Result<std::optional<Sharing>> operator_sharing(crew::Workplace& workplace) {
  const auto bus = TRY(workplace.operator_bus());
  if (!bus) return std::optional<Sharing>();
  return std::optional<Sharing>({bus->options, {std::string(crew::operator_name), true}});
}

}  // namespace memory
