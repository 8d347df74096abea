#include "mcp-runlog/sources/stream_json.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/sources/message.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/run_marker.hpp"

namespace runlog {
namespace {

constexpr std::size_t outcome_bytes_max = 4000;

struct Frame {
  json::View root;
  std::string_view type;
  std::string_view subtype;
  std::string native;
  std::vector<std::string> run_ids;  ///< of the messages that were answered; may be empty
  std::optional<base::Instant> told_at = {};
  Event common;
  bool can_be_kept = true;  ///< within what a body may hold

  Event event(Kind kind, Severity severity) const {
    Event event = common;
    event.kind = kind;
    event.severity = severity;
    event.id = event_id(Source::stream_json, native);
    event.body_json = json_without(root, {"type", "session_id", "uuid"});
    return event;
  }
};

bool carries_version_7(std::string_view uuid) {
  if (!base::is_uuid(uuid)) return false;
  std::string digits = base::lower(uuid);
  digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
  return base::is_uuid_v7_hex(digits);
}

void add_run(std::vector<std::string>& run_ids, json::View uuid) {
  if (!uuid.is(json::Kind::text) || !carries_version_7(uuid.text())) return;
  std::string run_id = base::lower(uuid.text());
  if (run_ids.size() < runs_max &&
      std::find(run_ids.begin(), run_ids.end(), run_id) == run_ids.end())
    run_ids.push_back(std::move(run_id));
}

/// The runs whose messages this frame answers.
std::vector<std::string> answered_runs(json::View root) {
  std::vector<std::string> run_ids;
  const json::View several = root.find("user_message_uuids");
  for (std::size_t at = 0; several.is(json::Kind::list) && at < several.size(); ++at)
    add_run(run_ids, several.item(at));
  add_run(run_ids, root.find("user_message_uuid"));
  if (text_in(root, "type") == "user") add_run(run_ids, root.find("uuid"));
  return run_ids;
}

/// Within a call of a sub-agent: that call caused it, and names who acted.
void place_in_call(Frame& frame) {
  const std::string call = name_in(frame.root, "parent_tool_use_id");
  if (call.empty()) return;
  frame.common.actor = call;
  frame.common.cause_id = event_id(Source::stream_json, native_of_call(Kind::tool_start, call));
}

Frame frame_of(json::View root,
               std::string_view text,
               std::int64_t number,
               const Surroundings& surroundings) {
  Frame frame{.root = root,
              .type = text_in(root, "type"),
              .subtype = text_in(root, "subtype"),
              .native = std::string(text_in(root, "uuid")),
              .run_ids = answered_runs(root),
              .common = event_from(Source::stream_json, surroundings)};
  Event& common = frame.common;
  common.sequence = number;
  common.session_id = name_in(root, "session_id");
  common.stream = common.session_id;
  frame.told_at = base::parse_iso(text_in(root, "timestamp"));
  common.at = frame.told_at.value_or(surroundings.at);
  if (common.run_id.empty() && !frame.run_ids.empty()) common.run_id = frame.run_ids.front();
  if (frame.native.empty())
    frame.native = native_of({common.session_id, std::to_string(number), base::sha256_hex(text)});
  place_in_call(frame);
  return frame;
}

Framed framed(const Frame& frame) {
  return {.message = frame.root.find("message"),
          .tool_result = frame.root.find("tool_use_result"),
          .native = frame.native,
          .request_id = std::string(text_in(frame.root, "request_id")),
          .directory = {},
          .is_aside = flag_in(frame.root, "isSynthetic"),
          .is_failure = !text_in(frame.root, "error").empty(),
          .common = frame.common};
}

// system

std::string opening_title(json::View root) {
  return base::format("Session with {}, {} tools, {} MCP servers",
                      titled(text_in(root, "model")),
                      root.find("tools").size(),
                      root.find("mcp_servers").size());
}

Severity severity_of_note(const Frame& frame) {
  const std::string_view state = first_text_in(frame.root, {"outcome", "status"});
  if (state == "error" || state == "failed") return Severity::warning;
  const bool is_about_hook = frame.subtype.starts_with("hook_");
  const bool is_progress = frame.subtype.ends_with("_progress") || frame.subtype == "status";
  return is_about_hook || is_progress ? Severity::debug : Severity::info;
}

void read_note(const Frame& frame, Read& read) {
  Event event = frame.event(Kind::session, severity_of_note(frame));
  const std::string_view about =
      first_text_in(frame.root, {"summary", "description", "hook_name", "status", "error"});
  event.title = titled(base::format("{}{}{}",
                                    frame.subtype.empty() ? "system" : titled(frame.subtype),
                                    about.empty() ? "" : ": ",
                                    titled(about)));
  if (frame.subtype == "init") event.title = titled(opening_title(frame.root));
  event.tool_use_id = name_in(frame.root, "tool_use_id");
  read.events.push_back(std::move(event));
}

// result

Status status_of(const Frame& frame) {
  const std::string_view reason = text_in(frame.root, "terminal_reason");
  if (reason.starts_with("aborted") || frame.subtype.find("interrupt") != std::string_view::npos)
    return Status::cancelled;
  const bool failed = flag_in(frame.root, "is_error") || frame.subtype.starts_with("error");
  return failed ? Status::failed : Status::ok;
}

std::string outcome_of(const Frame& frame) {
  const std::string_view result = text_in(frame.root, "result");
  if (!result.empty()) return base::shortened(result, outcome_bytes_max);
  const json::View errors = frame.root.find("errors");
  if (errors.is(json::Kind::list) && errors.size() > 0 && errors.item(0).is(json::Kind::text))
    return base::shortened(errors.item(0).text(), outcome_bytes_max);
  return titled(frame.subtype);
}

std::string finish_title(const Event& event, Status status, const Frame& frame) {
  std::string title(name_of(status));
  if (const auto turns = count_in(frame.root, "num_turns"))
    title += base::format(", {} turns", *turns);
  if (event.duration_ms)
    title += base::format(", {:.1f} s", static_cast<double>(*event.duration_ms) / 1000.0);
  if (event.cost_usd) title += base::format(", ${:.4f}", *event.cost_usd);
  return titled(title);
}

std::string details_of(const Frame& frame) {
  if (!frame.can_be_kept) return {};
  const std::string rest =
      json_without(frame.root, {"type", "session_id", "uuid", "result", "permission_denials"});
  return json::Writer().begin_object().key("details").raw(rest).end_object().take();
}

void read_result(const Frame& frame, Read& read) {
  const Status status = status_of(frame);
  Event event =
      frame.event(Kind::run_finish, status == Status::failed ? Severity::error : Severity::info);
  event.duration_ms = count_in(frame.root, "duration_ms");
  event.cost_usd = amount_in(frame.root, "total_cost_usd");
  event.title = finish_title(event, status, frame);
  event.body_json = finish_body({status, outcome_of(frame)}, details_of(frame));
  read.events.push_back(event);
  // Prompts that were merged are answered with one result, which finishes all their runs.
  if (frame.run_ids.empty() || frame.run_ids.front() != event.run_id) return;
  for (std::size_t at = 1; at < frame.run_ids.size(); ++at) {
    event.run_id = frame.run_ids[at];
    event.id = event_id(Source::stream_json, native_of({frame.native, event.run_id}));
    event.cost_usd.reset();  // the first one has it
    read.events.push_back(event);
  }
}

void keep_raw(const Frame& frame, Read& read) {
  Event event = frame.event(Kind::raw, Severity::debug);
  event.title =
      titled(base::format("{}{}{}",
                          frame.type.empty() ? "A frame without a type" : titled(frame.type),
                          frame.subtype.empty() ? "" : ": ",
                          titled(frame.subtype)));
  read.events.push_back(std::move(event));
}

}  // namespace

Read read_stream_json_line(std::string_view text,
                           std::int64_t number,
                           const Surroundings& surroundings) {
  if (base::trimmed(text).empty()) return {};
  const auto payload = read_payload(text);
  if (!payload) {
    Event event = event_from(Source::stream_json, surroundings);
    event.sequence = number;
    return unreadable(
        std::move(event),
        native_of(
            {"unreadable", surroundings.run_id, std::to_string(number), base::sha256_hex(text)}),
        text);
  }
  Frame frame = frame_of(payload->document.root(), text, number, surroundings);
  frame.can_be_kept = payload->trouble.empty();
  Read read;
  if (frame.type == "user") read_user_message(framed(frame), read);
  if (frame.type == "assistant") read_assistant_message(framed(frame), read);
  if (frame.type == "system") read_note(frame, read);
  if (frame.type == "result") read_result(frame, read);
  if (read.events.empty()) keep_raw(frame, read);
  read.told_at = frame.told_at;
  settle(read, *payload);
  return read;
}

}  // namespace runlog
