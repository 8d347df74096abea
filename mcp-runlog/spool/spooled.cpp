#include "mcp-runlog/spool/spooled.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/event_line.hpp"

namespace runlog {
namespace {

constexpr std::size_t kept_bytes_max = 2000;

/// Also of a line that is torn.
std::string run_in(std::string_view line) {
  constexpr std::string_view member = "\"run_id\":\"";
  constexpr std::size_t uuid_size = 36;
  const std::size_t at = line.find(member);
  if (at == std::string_view::npos) return {};
  const std::string_view id = line.substr(at + member.size(), uuid_size);
  return base::is_uuid(id) ? base::lower(id) : std::string();
}

Event raw_event(std::string_view line, const base::Error& error, base::Instant now) {
  json::Writer body;
  body.begin_object();
  body.member("line", base::without_hidden_characters(base::prefix(line, kept_bytes_max)));
  Event event{.id = event_id(Source::runlog, base::format("spool\n{}", line)),
              .source = Source::runlog,
              .stream = "spool",
              .at = now,
              .run_id = run_in(line),
              .kind = Kind::raw,
              .severity = Severity::warning,
              .title = base::one_line("unreadable in the spool: " + error.message, title_bytes_max),
              .body_json = body.end_object().take()};
  if (line.size() > kept_bytes_max) event.original_bytes = static_cast<std::int64_t>(line.size());
  return event;
}

Delivery& delivery_for(std::vector<Delivery>& deliveries, const Feed& feed, base::Instant now) {
  const auto found = std::find_if(
      deliveries.begin(), deliveries.end(), [&](const Delivery& one) { return one.feed == feed; });
  if (found != deliveries.end()) return *found;
  return deliveries.emplace_back(Delivery{.feed = feed, .at = now});
}

}  // namespace

std::vector<Delivery> deliveries_of(std::span<const std::string_view> lines, base::Instant now) {
  std::vector<Delivery> deliveries;
  for (const std::string_view line : lines) {
    auto event = read_event_line(line);
    if (event) {
      const Feed feed{event->source, event->clock};
      delivery_for(deliveries, feed, now).events.push_back(std::move(event).value());
    } else {
      Delivery& unread = delivery_for(deliveries, {Source::runlog, "spool"}, now);
      unread.events.push_back(raw_event(line, event.error(), now));
      ++unread.unreadable;
    }
  }
  return deliveries;
}

}  // namespace runlog
