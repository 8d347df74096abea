#include "mcp-runlog/spool/spool.hpp"

#include <string>
#include <vector>

#include "activity/recorder.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/spool/spooled.hpp"

namespace runlog {

Spool::Spool(const std::filesystem::path& home) : lines_(activity::spool_directory(home)) {}

base::Result<void> Spool::append(std::span<const Event> events) {
  std::vector<std::string> lines;
  lines.reserve(events.size());
  for (const Event& event : events)
    lines.push_back(event_line(event));
  auto appended = lines_.append(lines);
  if (appended || appended.error().kind != base::ErrorKind::not_found) return appended;
  TRY(lines_.make());
  return lines_.append(lines);
}

base::Result<void> Spool::drain(
    std::size_t events_max,
    base::Instant now,
    const std::function<base::Result<void>(std::span<const Delivery>)>& store) {
  return lines_.drain(events_max, [&](std::span<const std::string_view> lines) {
    return store(deliveries_of(lines, now));
  });
}

}  // namespace runlog
