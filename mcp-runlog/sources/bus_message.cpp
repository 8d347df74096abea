#include "mcp-runlog/sources/bus_message.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "crew/run.hpp"
#include "mcp-runlog/sources/bus_body.hpp"
#include "mcp-runlog/sources/bus_sender.hpp"
#include "mcp-runlog/sources/cloud_event.hpp"
#include "mcp-runlog/sources/level.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/run_marker.hpp"

namespace runlog {
namespace {

constexpr std::size_t name_bytes_max = 200;

struct KindOfType {
  std::string_view type;
  Kind kind;
};

constexpr std::array kinds = {KindOfType{"run.started", Kind::run_start},
                              KindOfType{"run.finished", Kind::run_finish},
                              KindOfType{"tool.start", Kind::tool_start},
                              KindOfType{"tool.end", Kind::tool_end},
                              KindOfType{"tool.error", Kind::tool_error},
                              KindOfType{"tool.denied", Kind::tool_denied},
                              KindOfType{"file.changed", Kind::file_edit},
                              KindOfType{"log", Kind::log}};

Kind kind_of(std::string_view type) {
  const auto* const found = std::find_if(
      kinds.begin(), kinds.end(), [&](const KindOfType& entry) { return entry.type == type; });
  return found == kinds.end() ? Kind::bus : found->kind;
}

std::string run_of(const nats::Message& message, const CloudEvent& said) {
  for (const std::string_view claim : {header_of(message, "swarm-run-id"),
                                       said.attribute("runid"),
                                       text_in(said.data, "run_id")}) {
    std::string run_id = run_id_of(base::trimmed(claim));
    if (!run_id.empty()) return run_id;
  }
  for (const std::string_view trace :
       {said.attribute("traceparent"), header_of(message, "traceparent")}) {
    std::string run_id = crew::run_context({}, trace, {}).run_id;
    if (!run_id.empty()) return run_id;
  }
  return run_marker_in(message.payload).run_id;
}

/// What this message is told apart by. A message id is chosen by who publishes: with the agent in
/// it, nobody can take the place of what another said. A stream that is made anew counts from 1
/// again: the time tells the two apart.
std::string native_id(const nats::Message& message,
                      std::string_view stream,
                      const BusSender& sender) {
  const std::string_view id = header_of(message, "nats-msg-id");
  const bool is_proven = !sender.agent.empty() && !sender.is_answer;
  if (!id.empty() && is_proven)
    return base::format("{}/{}", sender.actor.empty() ? sender.agent : sender.actor, id);
  return base::format(
      "{}:{}:{}", stream, message.sequence, message.time.time_since_epoch().count());
}

/// "host:builder-1" if the attribute host says so and is a name.
std::string clock_of(const CloudEvent& said, const BusSender& sender) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
  constexpr std::size_t host_bytes_max = 253;
  const std::string_view host = said.attribute("host");
  if (!host.empty() && host.size() <= host_bytes_max &&
      host.find_first_not_of(allowed) == std::string_view::npos)
    return base::format("host:{}", host);
  if (!sender.agent.empty()) return base::format("agent:{}", sender.agent);
  return base::format("source:{}", base::one_line(said.attribute("source"), name_bytes_max));
}

/// Clocks go wrong, and messages wait in outboxes; but one message must not put a run into another
/// century.
bool may_be_true(base::Instant claimed, base::Instant received) {
  constexpr std::chrono::hours ahead_max{24};
  constexpr std::chrono::days behind_max{366};
  return claimed <= received + ahead_max && claimed >= received - behind_max;
}

/// A claim that is not believed stays in the body, and is remarked upon.
void set_times(Event& event,
               const nats::Message& message,
               const CloudEvent& said,
               BusSender& sender) {
  event.received_at = message.time;
  auto time = base::parse_iso(said.attribute("time"));
  if (time && !may_be_true(*time, message.time)) {
    time.reset();
    if (sender.remark.empty())
      sender.remark = "claims a time that it cannot be of; it has that of the server";
  }
  event.at = time.value_or(message.time);
  event.clock = time ? clock_of(said, sender) : "nats";
}

std::string title_of(const Event& event, const nats::Message& message, const CloudEvent& said) {
  std::string_view words = first_text_in(
      said.data, {"title", "message", "msg", "text", "summary", "outcome", "error", "tool"});
  if (words.empty()) words = said.text;
  if (words.empty()) words = said.attribute("subject");
  const std::string_view type = said.attribute("type");
  const std::string_view what = type.empty() ? std::string_view(message.subject) : type;
  const bool stands_alone = event.kind == Kind::log || event.kind == Kind::run_start;
  if (words.empty()) return base::one_line(what, title_bytes_max);
  if (stands_alone) return base::one_line(words, title_bytes_max);
  return base::one_line(base::format("{}: {}", what, base::prefix(words, title_bytes_max)),
                        title_bytes_max);
}

void set_details(Event& event, json::View data) {
  // A start binds its session to its run: that is for those to say whose session it is.
  if (event.kind != Kind::run_start) {
    event.session_id = name_in(data, "session_id");
    event.prompt_id = name_in(data, "prompt_id");
  }
  event.tool_use_id = name_in(data, "tool_use_id");
  if (is_tool_event(event.kind))
    event.tool = base::one_line(first_text_in(data, {"tool", "tool_name"}), name_bytes_max);
  if (event.kind == Kind::file_edit || is_tool_event(event.kind)) {
    event.file_path = path_text(first_text_in(data, {"file_path", "path"}));
  }
  event.duration_ms = count_in(data, "duration_ms");
}

Severity severity_of(Kind kind, json::View data, bool is_suspicious) {
  const Severity least = is_suspicious ? Severity::warning : Severity::debug;
  if (kind == Kind::tool_error) return Severity::error;
  const auto said = severity_of_level(first_text_in(data, {"severity", "level"}));
  return std::max(said.value_or(Severity::info), least);
}

Event event_of(const nats::Message& message,
               const CloudEvent& said,
               BusSender sender,
               const std::string& defect) {
  Event event;
  event.source = Source::nats;
  event.sequence = static_cast<std::int64_t>(message.sequence);
  const bool is_raw = sender.is_answer || !defect.empty();
  event.kind = is_raw ? Kind::raw : kind_of(said.attribute("type"));
  if (event.kind == Kind::run_start) note_claim(sender, text_in(said.data, "agent"));
  event.agent = sender.agent;
  event.actor = sender.actor.empty() ? base::one_line(said.attribute("source"), name_bytes_max)
                                     : sender.actor;
  event.run_id = run_of(message, said);
  set_times(event, message, said, sender);
  if (!is_raw) set_details(event, said.data);
  event.severity = severity_of(event.kind, said.data, is_raw || !sender.remark.empty());
  event.title = title_of(event, message, said);
  event.body_json = bus_body(message, said, sender, defect);
  return event;
}

}  // namespace

Read read_bus_message(const nats::Message& message, std::string_view stream) {
  const BusSender sender = sender_of(message);
  const CloudEvents said = cloud_events_in(message);
  const std::string native = native_id(message, stream, sender);
  Read read;
  read.unreadable = said.defect.empty() ? 0 : 1;
  for (std::size_t at = 0; at < said.events.size(); ++at) {
    Event event = event_of(message, said.events[at], sender, said.defect);
    event.stream = stream;
    event.id = event_id(Source::nats, at == 0 ? native : base::format("{}#{}", native, at));
    read.events.push_back(std::move(event));
  }
  return read;
}

}  // namespace runlog
