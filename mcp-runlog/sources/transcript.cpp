#include "mcp-runlog/sources/transcript.hpp"

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/sources/message.hpp"
#include "mcp-runlog/sources/payload.hpp"

namespace runlog {
namespace {

struct Line {
  json::View root;
  std::string_view type;
  std::string native;
  std::optional<base::Instant> told_at = {};
  Event common;

  Event event(Kind kind, Severity severity) const {
    Event event = common;
    event.kind = kind;
    event.severity = severity;
    event.id = event_id(Source::transcript, native);
    event.body_json = root.dump();
    return event;
  }
};

/// A sub-agent has a file of its own, with line numbers of its own.
std::string stream_of(const std::string& session_id, const std::string& actor) {
  return session_id.empty() || actor.empty() ? session_id : session_id + '/' + actor;
}

Line line_of(json::View root,
             std::string_view text,
             std::int64_t number,
             const Surroundings& surroundings) {
  Line line{.root = root,
            .type = text_in(root, "type"),
            .native = std::string(text_in(root, "uuid")),
            .common = event_from(Source::transcript, surroundings)};
  Event& common = line.common;
  common.sequence = number;
  common.session_id = name_in(root, "sessionId");
  common.prompt_id = name_in(root, "promptId");
  common.actor = name_in(root, "agentId");
  common.stream = stream_of(common.session_id, common.actor);
  if (common.actor.empty() && flag_in(root, "isSidechain")) common.actor = "sub-agent";
  line.told_at = base::parse_iso(text_in(root, "timestamp"));
  common.at = line.told_at.value_or(surroundings.at);
  if (line.native.empty()) line.native = base::sha256_hex(text);
  return line;
}

Framed framed(const Line& line) {
  return {.message = line.root.find("message"),
          .tool_result = line.root.find("toolUseResult"),
          .native = line.native,
          .request_id = std::string(text_in(line.root, "requestId")),
          .directory = std::string(text_in(line.root, "cwd")),
          .is_aside = flag_in(line.root, "isMeta") || flag_in(line.root, "isCompactSummary"),
          .is_failure = flag_in(line.root, "isApiErrorMessage"),
          .common = line.common};
}

Severity severity_of_level(std::string_view level) {
  if (level == "error") return Severity::error;
  if (level == "warning" || level == "warn") return Severity::warning;
  return level == "debug" ? Severity::debug : Severity::info;
}

/// What the program notes between the messages.
void read_note(const Line& line, Read& read) {
  const std::string_view subtype = text_in(line.root, "subtype");
  const bool is_model_error = subtype == "api_error";
  Event event =
      line.event(is_model_error ? Kind::api : Kind::session,
                 is_model_error ? Severity::error : severity_of_level(text_in(line.root, "level")));
  const std::string_view content = text_in(line.root, "content");
  event.title = titled(base::format("{}{}{}",
                                    subtype.empty() ? "system" : titled(subtype),
                                    content.empty() ? "" : ": ",
                                    titled(content)));
  event.duration_ms = count_in(line.root, "durationMs");
  read.events.push_back(std::move(event));
}

void read_summary(const Line& line, Read& read) {
  Event event = line.event(Kind::session, Severity::debug);
  event.title = titled("Summary: " + titled(text_in(line.root, "summary")));
  read.events.push_back(std::move(event));
}

void keep_raw(const Line& line, Read& read) {
  Event event = line.event(Kind::raw, Severity::debug);
  event.title = line.type.empty() ? "A line without a type" : titled(line.type);
  read.events.push_back(std::move(event));
}

}  // namespace

Read read_transcript_line(std::string_view text,
                          std::int64_t number,
                          const Surroundings& surroundings) {
  if (base::trimmed(text).empty()) return {};
  const auto payload = read_payload(text);
  if (!payload) {
    Event event = event_from(Source::transcript, surroundings);
    event.sequence = number;
    return unreadable(std::move(event),
                      native_of({"unreadable", std::to_string(number), base::sha256_hex(text)}),
                      text);
  }
  const Line line = line_of(payload->document.root(), text, number, surroundings);
  Read read;
  if (line.type == "user") read_user_message(framed(line), read);
  if (line.type == "assistant") read_assistant_message(framed(line), read);
  if (line.type == "system") read_note(line, read);
  if (line.type == "summary") read_summary(line, read);
  if (read.events.empty()) keep_raw(line, read);
  read.told_at = line.told_at;
  settle(read, *payload);
  return read;
}

}  // namespace runlog
