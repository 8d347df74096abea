#include "mcp-runlog/sources/message.hpp"

#include <algorithm>
#include <iterator>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/sources/file_change.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/run_marker.hpp"
#include "mcp-runlog/sources/tool_words.hpp"

namespace runlog {
namespace {

/// Blocks of one message that are read; no program writes so many.
constexpr std::size_t blocks_max = 1000;

/// What a block of a message becomes, before it has a kind.
Event part(const Framed& framed, Kind kind, std::size_t at) {
  Event event = framed.common;
  event.kind = kind;
  event.id = event_id(event.source, native_of({framed.native, std::to_string(at)}));
  return event;
}

/// What stands in a tool's result as text, its first piece.
std::string_view text_of_content(json::View content) {
  if (content.is(json::Kind::text)) return content.text();
  if (!content.is(json::Kind::list)) return {};
  for (std::size_t at = 0; at < content.size(); ++at) {
    if (const auto text = text_in(content.item(at), "text"); !text.empty()) return text;
  }
  return {};
}

// Asides: what the program puts where a prompt would stand.

bool begins_with_one_of(std::string_view text, const std::vector<std::string_view>& openings) {
  return std::any_of(openings.begin(), openings.end(), [&](std::string_view opening) {
    return text.starts_with(opening);
  });
}

bool is_interruption(std::string_view text) {
  return text.starts_with("[Request interrupted by user");
}

bool is_aside(std::string_view text) {
  static const std::vector<std::string_view> openings = {"<local-command-",
                                                         "<command-name>",
                                                         "<command-message>",
                                                         "<system-reminder>",
                                                         "<task-notification>"};
  return is_interruption(text) || begins_with_one_of(text, openings);
}

void add_aside(const Framed& framed, std::size_t at, std::string_view text, Read& read) {
  Event event = part(framed, Kind::session, at);
  event.severity = is_interruption(text) ? Severity::warning : Severity::debug;
  event.title = titled(text);
  event.body_json = text_body("text", text);
  read.events.push_back(std::move(event));
}

void add_prompt(const Framed& framed, std::size_t at, std::string_view text, Read& read) {
  if (framed.is_aside || is_aside(base::trimmed(text))) return add_aside(framed, at, text, read);
  const MarkedPrompt marked = marked_prompt(text);
  Event event = part(framed, Kind::prompt, at);
  event.title = titled(marked.text);
  event.body_json = text_body("prompt", text);
  if (!marked.run_ids.empty()) event.run_id = marked.run_ids.front();
  // Without the prompt's id a start would bind the whole session, also what other runs did in it.
  if (!event.prompt_id.empty()) {
    auto starts = starts_of(marked, event, native_of({framed.native, std::to_string(at)}));
    if (!starts.empty()) event.cause_id = starts.front().id;
    std::move(starts.begin(), starts.end(), std::back_inserter(read.events));
  }
  read.events.push_back(std::move(event));
}

// Tool calls.

/// The event of a call, with its id from the call if that has one.
Event call_part(const Framed& framed, Kind kind, std::string_view tool_use_id, std::size_t at) {
  Event event = part(framed, kind, at);
  if (tool_use_id.empty()) return event;
  event.tool_use_id = base::one_line(tool_use_id, 512);
  event.id = event_id(event.source, native_of_call(kind, event.tool_use_id));
  return event;
}

void add_call(const Framed& framed, std::size_t at, json::View block, Read& read) {
  const json::View input = block.find("input");
  Event event = call_part(framed, Kind::tool_start, text_in(block, "id"), at);
  event.tool = name_in(block, "name");
  event.title = call_title(event.tool, input, framed.directory);
  event.file_path = call_path(input);
  event.body_json =
      json::Writer().begin_object().key("input").raw(input.dump()).end_object().take();
  read.events.push_back(std::move(event));
}

Kind kind_of_result(json::View block) {
  if (!flag_in(block, "is_error")) return Kind::tool_end;
  static const std::vector<std::string_view> denials = {
      "The user doesn't want to proceed with this tool use",
      "Permission to use",
      "Claude requested permissions to"};
  const std::string_view text = text_of_content(block.find("content"));
  return begins_with_one_of(text, denials) ? Kind::tool_denied : Kind::tool_error;
}

Severity severity_of_result(Kind kind) {
  if (kind == Kind::tool_end) return Severity::info;
  return kind == Kind::tool_denied ? Severity::warning : Severity::error;
}

std::string_view opening_of_result(Kind kind) {
  if (kind == Kind::tool_end) return "Result";
  return kind == Kind::tool_denied ? "Denied" : "Failed";
}

std::size_t text_bytes_of(json::View content) {
  if (content.is(json::Kind::text)) return content.text().size();
  std::size_t bytes = 0;
  for (std::size_t at = 0; content.is(json::Kind::list) && at < content.size(); ++at)
    bytes += text_in(content.item(at), "text").size();
  return bytes;
}

/// Nothing of the content: a line does not tell which file it is from, and that may be one of
/// credentials.
std::string title_of_result(const Event& event, std::string_view directory, json::View content) {
  const std::string_view opening = opening_of_result(event.kind);
  if (!event.file_path.empty())
    return titled(base::format("{}: {}", opening, path_below(directory, event.file_path)));
  const std::size_t bytes = text_bytes_of(content);
  return bytes == 0 ? std::string(opening) : base::format("{}, {} bytes", opening, bytes);
}

/// The file that a structured result is about.
std::string path_of_result(json::View result) {
  const std::string_view path = first_text_in(result, {"filePath", "file_path", "notebook_path"});
  return path_text(path.empty() ? first_text_in(result.find("file"), {"filePath", "file_path"})
                                : path);
}

void add_edit(const Framed& framed, const FileChange& change, const Event& end, Read& read) {
  Event event = end;
  const std::string native = end.tool_use_id.empty()
                                 ? native_of({framed.native, "file.edit"})
                                 : native_of_call(Kind::file_edit, end.tool_use_id);
  event.id = event_id(event.source, native);
  event.kind = Kind::file_edit;
  event.cause_id = end.id;
  event.file_path = change.path;
  event.title = file_change_title(change, {}, path_below(framed.directory, change.path));
  event.body_json = file_change_body(change);
  read.events.push_back(std::move(event));
}

/// `result` is the structured one, or the block's own content.
void add_result(
    const Framed& framed, std::size_t at, json::View block, json::View result, Read& read) {
  const Kind kind = kind_of_result(block);
  Event event = call_part(framed, kind, text_in(block, "tool_use_id"), at);
  event.severity = severity_of_result(kind);
  if (!event.tool_use_id.empty())
    event.cause_id = event_id(event.source, native_of_call(Kind::tool_start, event.tool_use_id));
  const auto change =
      kind == Kind::tool_end ? file_change_of({}, {}, result) : std::optional<FileChange>();
  event.duration_ms = count_in(result, "durationMs");
  event.file_path = path_of_result(result);
  event.title = title_of_result(event, framed.directory, block.find("content"));
  event.body_json = json::Writer()
                        .begin_object()
                        .key(kind == Kind::tool_end ? "tool_response" : "error")
                        .raw(change ? json_without(result, file_texts()) : result.dump())
                        .end_object()
                        .take();
  read.events.push_back(event);
  if (change) add_edit(framed, *change, event, read);
}

std::size_t results_in(json::View content) {
  std::size_t results = 0;
  for (std::size_t at = 0; at < content.size(); ++at)
    results += text_in(content.item(at), "type") == "tool_result" ? 1 : 0;
  return results;
}

void add_raw(const Framed& framed, std::size_t at, json::View block, Read& read) {
  Event event = part(framed, Kind::raw, at);
  event.severity = Severity::debug;
  const std::string_view type = text_in(block, "type");
  event.title = titled(type.empty() ? "A block without a type" : type);
  event.body_json =
      json::Writer().begin_object().key("block").raw(block.dump()).end_object().take();
  read.events.push_back(std::move(event));
}

void count_left_over(json::View content, Read& read) {
  if (content.size() > blocks_max)
    read.unreadable += static_cast<std::int64_t>(content.size() - blocks_max);
}

// What the model said.

void add_said(const Framed& framed, std::size_t at, std::string_view text, Read& read) {
  Event event = part(framed, Kind::assistant, at);
  if (framed.is_failure) event.severity = Severity::error;
  event.title = titled(text);
  event.body_json = text_body("text", text);
  read.events.push_back(std::move(event));
}

void add_thinking(const Framed& framed, std::size_t at, std::string_view text, Read& read) {
  Event event = part(framed, Kind::assistant, at);
  event.severity = Severity::debug;
  event.title = titled("Thinking: " + titled(text));
  event.body_json = text_body("thinking", text);
  read.events.push_back(std::move(event));
}

void add_model_block(const Framed& framed, std::size_t at, json::View block, Read& read) {
  const std::string_view type = text_in(block, "type");
  if (type == "text") return add_said(framed, at, text_in(block, "text"), read);
  if (type == "thinking") return add_thinking(framed, at, text_in(block, "thinking"), read);
  if (type.ends_with("tool_use")) return add_call(framed, at, block, read);
  if (type.ends_with("tool_result"))
    return add_result(framed, at, block, block.find("content"), read);
  add_raw(framed, at, block, read);
}

/// What was read from the cache was read as well.
std::int64_t tokens_read(json::View usage) {
  std::int64_t tokens = 0;
  for (const std::string_view name :
       {"input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"})
    tokens += count_in(usage, name).value_or(0);
  return tokens;
}

/// One response is told in several frames that repeat its usage; until the model has stopped the
/// counts are placeholders. So only a frame that says why it stopped is believed, and all of these
/// give one event.
void add_usage(const Framed& framed, Read& read) {
  const json::View message = framed.message;
  const json::View usage = message.find("usage");
  const std::string_view id = text_in(message, "id");
  if (!usage.is(json::Kind::object) || id.empty() || text_in(message, "stop_reason").empty())
    return;
  Event event = framed.common;
  event.kind = Kind::api;
  event.severity = Severity::debug;
  event.id = event_id(event.source, native_of({"api", id, framed.request_id}));
  event.tokens_in = tokens_read(usage);
  event.tokens_out = count_in(usage, "output_tokens").value_or(0);
  event.title = titled(base::format("{}: {} tokens in, {} out",
                                    titled(text_in(message, "model")),
                                    *event.tokens_in,
                                    *event.tokens_out));
  event.body_json = json::Writer()
                        .begin_object()
                        .member("message_id", id)
                        .member("request_id", framed.request_id)
                        .member("model", text_in(message, "model"))
                        .member("stop_reason", text_in(message, "stop_reason"))
                        .key("usage")
                        .raw(usage.dump())
                        .end_object()
                        .take();
  read.events.push_back(std::move(event));
}

}  // namespace

void read_user_message(const Framed& framed, Read& read) {
  const json::View content = framed.message.find("content");
  if (content.is(json::Kind::text)) return add_prompt(framed, 0, content.text(), read);
  if (!content.is(json::Kind::list)) return;
  const bool is_structured = results_in(content) == 1 && !framed.tool_result.is(json::Kind::absent);
  for (std::size_t at = 0; at < std::min(content.size(), blocks_max); ++at) {
    const json::View block = content.item(at);
    const std::string_view type = text_in(block, "type");
    if (type == "tool_result") {
      const json::View own = block.find("content");
      add_result(framed, at, block, is_structured ? framed.tool_result : own, read);
    } else if (type == "text") {
      add_prompt(framed, at, text_in(block, "text"), read);
    } else {
      add_raw(framed, at, block, read);
    }
  }
  count_left_over(content, read);
}

void read_assistant_message(const Framed& framed, Read& read) {
  const json::View content = framed.message.find("content");
  if (content.is(json::Kind::text)) add_said(framed, 0, content.text(), read);
  const std::size_t blocks = content.is(json::Kind::list) ? content.size() : 0;
  for (std::size_t at = 0; at < std::min(blocks, blocks_max); ++at)
    add_model_block(framed, at, content.item(at), read);
  count_left_over(content, read);
  add_usage(framed, read);
}

std::string native_of_call(Kind kind, std::string_view tool_use_id) {
  return native_of({name_of(kind), tool_use_id});
}

}  // namespace runlog
