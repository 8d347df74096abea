#include "mcp-runlog/sources/claude_hook.hpp"

#include <algorithm>
#include <functional>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/sources/file_change.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/run_marker.hpp"
#include "mcp-runlog/sources/session_words.hpp"
#include "mcp-runlog/sources/tool_words.hpp"

namespace runlog {
namespace {

/// One payload, with what every event of it has in common.
struct Hook {
  json::View payload;
  std::string_view name;
  std::string native;  ///< of the event that the payload as a whole stands for
  std::string directory;
  Event common;

  Event event(Kind kind) const {
    Event event = common;
    event.id = event_id(Source::hook, native);
    event.kind = kind;
    return event;
  }

  json::View input() const { return payload.find("tool_input"); }

  std::string native_of_call(std::string_view event_name) const {
    return native_of({common.session_id, event_name, common.tool_use_id});
  }
};

/// Two sub-agents of one type are told apart by their ids.
std::string actor_of(json::View payload) {
  const std::string type = name_in(payload, "agent_type");
  const std::string id = name_in(payload, "agent_id");
  return type.empty() || id.empty() ? type + id : type + '/' + id;
}

bool is_about_call(std::string_view name) {
  return name == "PreToolUse" || name == "PostToolUse" || name == "PostToolUseFailure" ||
         name == "PermissionDenied";
}

std::string milliseconds_of(base::Instant at) {
  return std::to_string(at.time_since_epoch().count());
}

/// What tells this payload apart from all others of hooks. Of what is told outside of calls two may
/// be the same to the byte, as a second "yes" is: their times tell them apart.
std::string native_of_payload(const Hook& hook, std::string_view text) {
  if (is_about_call(hook.name) && !hook.common.tool_use_id.empty())
    return hook.native_of_call(hook.name);
  if (hook.name == "SubagentStart" && !text_in(hook.payload, "agent_id").empty())
    return native_of({hook.common.session_id,
                      hook.name,
                      hook.common.prompt_id,
                      text_in(hook.payload, "agent_id")});
  return native_of({hook.common.session_id,
                    hook.name,
                    hook.common.prompt_id,
                    milliseconds_of(hook.common.at),
                    base::sha256_hex(text)});
}

Hook hook_of(json::View payload, std::string_view text, const Surroundings& surroundings) {
  Hook hook{.payload = payload,
            .name = text_in(payload, "hook_event_name"),
            .native = {},
            .directory = std::string(text_in(payload, "cwd")),
            .common = event_from(Source::hook, surroundings)};
  Event& common = hook.common;
  common.session_id = name_in(payload, "session_id");
  common.stream = common.session_id;
  common.prompt_id = name_in(payload, "prompt_id");
  common.actor = actor_of(payload);
  common.tool_use_id = name_in(payload, "tool_use_id");
  common.tool = name_in(payload, "tool_name");
  common.duration_ms = count_in(payload, "duration_ms");
  hook.native = native_of_payload(hook, text);
  return hook;
}

/// The members that an event has fields for are not said again in its body.
std::string rest_of(const Hook& hook) {
  return json_without(hook.payload,
                      {"session_id", "prompt_id", "hook_event_name", "tool_use_id", "duration_ms"});
}

Event session_event(const Hook& hook) {
  const SessionWords words = session_words(hook.name, hook.payload);
  Event event = hook.event(words.known ? Kind::session : Kind::raw);
  event.severity = words.severity;
  event.title = words.title;
  event.file_path = call_path(hook.payload);
  event.body_json = rest_of(hook);
  return event;
}

// Tool calls.

Event call_event(const Hook& hook, Kind kind) {
  Event event = hook.event(kind);
  event.title = call_title(event.tool, hook.input(), hook.directory);
  event.file_path = call_path(hook.input());
  if (kind != Kind::tool_start && !event.tool_use_id.empty())
    event.cause_id = event_id(Source::hook, hook.native_of_call("PreToolUse"));
  return event;
}

/// {"input": ..., <name>: ...}; the texts of files are left to the file.edit if there is one.
std::string call_body(const Hook& hook, std::string_view name, bool without_texts) {
  const auto json_of = [&](json::View view) {
    return without_texts && view.is(json::Kind::object) ? json_without(view, file_texts())
                                                        : view.dump();
  };
  json::Writer out;
  out.begin_object().key("input").raw(json_of(hook.input()));
  if (!name.empty()) out.key(name).raw(json_of(hook.payload.find(name)));
  out.end_object();
  return out.take();
}

void tool_start(const Hook& hook, Read& read) {
  Event event = call_event(hook, Kind::tool_start);
  event.body_json = call_body(hook, {}, false);
  read.events.push_back(std::move(event));
}

Event edit_event(const Hook& hook, const FileChange& change, const Event& end) {
  Event event = end;
  event.id = event_id(Source::hook, native_of({hook.native, "file.edit"}));
  event.kind = Kind::file_edit;
  event.severity = Severity::info;
  event.cause_id = end.id;
  event.file_path = change.path;
  event.duration_ms.reset();
  event.title = file_change_title(change, event.tool, path_below(hook.directory, change.path));
  event.body_json = file_change_body(change);
  return event;
}

void tool_end(const Hook& hook, Read& read) {
  const json::View response = hook.payload.find("tool_response");
  const auto change = hook.common.tool.empty()
                          ? std::nullopt
                          : file_change_of(hook.common.tool, hook.input(), response);
  Event end = call_event(hook, Kind::tool_end);
  end.body_json = call_body(hook, "tool_response", change.has_value());
  if (flag_in(response, "interrupted") || flag_in(response, "isError"))
    end.severity = Severity::warning;
  if (change)
    end.title = file_change_title(*change, end.tool, path_below(hook.directory, change->path));
  read.events.push_back(end);
  if (change) read.events.push_back(edit_event(hook, *change, end));
}

void tool_error(const Hook& hook, Read& read) {
  Event event = call_event(hook, Kind::tool_error);
  event.severity = flag_in(hook.payload, "is_interrupt") ? Severity::warning : Severity::error;
  event.body_json = call_body(hook, "error", false);
  read.events.push_back(std::move(event));
}

void tool_denied(const Hook& hook, Read& read) {
  Event event = call_event(hook, Kind::tool_denied);
  event.severity = Severity::warning;
  event.body_json = call_body(hook, "reason", false);
  read.events.push_back(std::move(event));
}

/// Each call of the batch was told alone before; here only which ones belonged together.
void tool_batch(const Hook& hook, Read& read) {
  const json::View calls = hook.payload.find("tool_calls");
  Event event = hook.event(Kind::session);
  event.severity = Severity::debug;
  std::string names;
  json::Writer out;
  out.begin_object().key("tool_calls").begin_list();
  for (std::size_t at = 0; calls.is(json::Kind::list) && at < calls.size(); ++at) {
    const std::string_view name = first_text_in(calls.item(at), {"tool_name", "name"});
    out.begin_object()
        .member("tool_use_id", first_text_in(calls.item(at), {"tool_use_id", "id"}))
        .member("tool_name", name)
        .end_object();
    if (names.size() < 200) names += (names.empty() ? ": " : ", ") + titled(name);
  }
  out.end_list().end_object();
  event.title = titled(base::format("Batch of {} tool calls{}", calls.size(), names));
  event.body_json = out.take();
  read.events.push_back(std::move(event));
}

void permission_request(const Hook& hook, Read& read) {
  Event event = session_event(hook);
  event.title =
      titled("Permission asked: " + call_title(hook.common.tool, hook.input(), hook.directory));
  event.file_path = call_path(hook.input());
  read.events.push_back(std::move(event));
}

// What was said.

void prompt(const Hook& hook, Read& read) {
  const MarkedPrompt marked = marked_prompt(text_in(hook.payload, "prompt"));
  Event event = hook.event(Kind::prompt);
  event.title = titled(marked.text);
  event.body_json = rest_of(hook);
  if (!marked.run_ids.empty()) event.run_id = marked.run_ids.front();
  read.events = starts_of(marked, event, hook.native);
  if (!read.events.empty()) event.cause_id = read.events.front().id;
  read.events.push_back(std::move(event));
}

void stop(const Hook& hook, Read& read) {
  const std::string_view said = text_in(hook.payload, "last_assistant_message");
  Event event = said.empty() ? session_event(hook) : hook.event(Kind::assistant);
  if (!said.empty()) {
    event.title = titled(said);
    event.body_json = text_body("text", said);
  }
  read.events.push_back(std::move(event));
}

void stop_failure(const Hook& hook, Read& read) {
  const std::string_view details = first_text_in(hook.payload, {"error_details", "message"});
  const std::string_view error = text_in(hook.payload, "error");
  Event event = hook.event(Kind::assistant);
  event.severity = Severity::error;
  event.title = titled(base::format("The model failed: {}{}{}",
                                    error.empty() ? "no reason given" : titled(error),
                                    details.empty() ? "" : ": ",
                                    titled(details)));
  event.body_json = rest_of(hook);
  read.events.push_back(std::move(event));
}

// Sub-agents.

std::string named_actor(const Hook& hook) {
  return hook.common.actor.empty() ? "A sub-agent" : "Sub-agent " + hook.common.actor;
}

void subagent_start(const Hook& hook, Read& read) {
  Event event = hook.event(Kind::subagent_start);
  event.title = titled(named_actor(hook) + " started");
  event.body_json = rest_of(hook);
  read.events.push_back(std::move(event));
}

void subagent_stop(const Hook& hook, Read& read) {
  const std::string_view said = text_in(hook.payload, "last_assistant_message");
  Event event = hook.event(Kind::subagent_stop);
  event.title =
      titled(named_actor(hook) + (said.empty() ? " stopped" : " stopped: " + titled(said)));
  event.body_json = rest_of(hook);
  if (const auto id = text_in(hook.payload, "agent_id"); !id.empty()) {
    event.cause_id =
        event_id(Source::hook, native_of({event.session_id, "SubagentStart", event.prompt_id, id}));
  }
  read.events.push_back(std::move(event));
}

void session(const Hook& hook, Read& read) {
  read.events.push_back(session_event(hook));
}

/// With the session ends what it worked on, unless somebody who knows better said how.
void session_end(const Hook& hook, Read& read) {
  const Event ended = session_event(hook);
  read.events.push_back(ended);
  if (ended.session_id.empty() && ended.run_id.empty()) return;
  const std::string reason = name_in(hook.payload, "reason");
  Event finish = hook.common;
  finish.id = event_id(Source::hook, native_of({hook.native, "run.finish"}));
  finish.kind = Kind::run_finish;
  finish.cause_id = ended.id;
  finish.title = ended.title;
  finish.body_json = finish_body(
      {.status = Status::ok,
       .outcome = base::format("session ended: {}", reason.empty() ? "no reason given" : reason),
       .hint = true});
  read.events.push_back(std::move(finish));
}

using Reader = void (*)(const Hook&, Read&);

struct NamedReader {
  std::string_view name;
  Reader reader;
};

constexpr NamedReader readers[] = {{"PreToolUse", tool_start},
                                   {"PostToolUse", tool_end},
                                   {"PostToolUseFailure", tool_error},
                                   {"PermissionDenied", tool_denied},
                                   {"PostToolBatch", tool_batch},
                                   {"PermissionRequest", permission_request},
                                   {"UserPromptSubmit", prompt},
                                   {"Stop", stop},
                                   {"StopFailure", stop_failure},
                                   {"SubagentStart", subagent_start},
                                   {"SubagentStop", subagent_stop},
                                   {"SessionEnd", session_end}};

Reader reader_of(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(readers), std::end(readers), [&](const NamedReader& candidate) {
        return candidate.name == name;
      });
  return found == std::end(readers) ? session : found->reader;
}

/// What is too long or torn still says in its text whose it is.
Read unread_hook(std::string_view text, const Surroundings& surroundings) {
  Event event = event_from(Source::hook, surroundings);
  event.session_id = name_written(text, "session_id");
  event.stream = event.session_id;
  event.prompt_id = name_written(text, "prompt_id");
  event.tool_use_id = name_written(text, "tool_use_id");
  event.tool = name_written(text, "tool_name");
  const std::string native =
      native_of({"unreadable", milliseconds_of(event.at), base::sha256_hex(text)});
  return unreadable(std::move(event), native, text);
}

}  // namespace

Read read_hook(std::string_view payload_json, const Surroundings& surroundings) {
  const auto payload = read_payload(payload_json);
  if (!payload) return unread_hook(payload_json, surroundings);
  const Hook hook = hook_of(payload->document.root(), payload_json, surroundings);
  Read read;
  reader_of(hook.name)(hook, read);
  settle(read, *payload);
  return read;
}

}  // namespace runlog
