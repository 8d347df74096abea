#include "mcp-memory/durability.hpp"

#include <array>

#include "base/format.hpp"

namespace memory {

std::string_view name_of(Durability::Level level) {
  constexpr std::array<std::string_view, 3> names = {"on_disk", "queued", "in_log"};
  return names[static_cast<std::size_t>(level)];
}

std::string words_for(const Durability& durability) {
  switch (durability.level) {
    case Durability::Level::on_disk:
      break;
    case Durability::Level::queued:
      return base::format(
          "it is on this machine's disk and waits for the log of the crew, which others read ({})",
          durability.why_queued);
    case Durability::Level::in_log:
      if (durability.sequence == 0)
        return "the log of the crew has said so before, or the record was purged meanwhile";
      return base::format("it is in the log of the crew, sequence {}", durability.sequence);
  }
  return "it is on disk";
}

}  // namespace memory
