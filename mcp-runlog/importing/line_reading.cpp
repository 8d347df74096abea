#include "mcp-runlog/importing/line_reading.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/claude_hook.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "mcp-runlog/sources/stream_json.hpp"
#include "mcp-runlog/sources/transcript.hpp"

namespace runlog {
namespace {

/// With its time, or a bare one.
Read read_recorded_hook(std::string_view line, Surroundings surroundings) {
  const auto record = read_payload(line);
  if (!record) return read_hook(line, surroundings);
  const json::View root = record->document.root();
  const json::View payload = root.find("payload");
  if (payload.is(json::Kind::absent)) return read_hook(line, surroundings);
  const auto told_at = base::parse_iso(text_in(root, "at"));
  surroundings.at = told_at.value_or(surroundings.at);
  for (const auto& [name, slot] : {std::pair("agent", &surroundings.agent),
                                   std::pair("run_id", &surroundings.run_id),
                                   std::pair("clock", &surroundings.clock)}) {
    const std::string_view value = text_in(root, name);
    if (!value.empty()) *slot = value;
  }
  Read read = read_hook(payload.dump(), surroundings);
  read.told_at = told_at;
  return read;
}

Read read_exported_event(std::string_view line) {
  Read read;
  auto event = read_event_line(line);
  if (event)
    read.events.push_back(std::move(event).value());
  else
    read.unreadable = 1;
  return read;
}

Read read_text(ImportFormat format,
               std::string_view text,
               std::int64_t number,
               const Surroundings& surroundings) {
  switch (format) {
    case ImportFormat::hooks:
      return read_recorded_hook(text, surroundings);
    case ImportFormat::transcript:
      return read_transcript_line(text, number, surroundings);
    case ImportFormat::stream_json:
      return read_stream_json_line(text, number, surroundings);
    case ImportFormat::run:
    case ImportFormat::events:
      break;
  }
  return read_exported_event(text);
}

}  // namespace

Read read_imported_line(ImportFormat format,
                        const CutLine& line,
                        std::int64_t number,
                        const Surroundings& surroundings) {
  if (base::trimmed(line.text).empty()) return {};
  Read read = read_text(format, line.text, number, surroundings);
  if (line.original_bytes > payload_bytes_max) {
    for (Event& event : read.events)
      event.original_bytes = static_cast<std::int64_t>(line.original_bytes);
  }
  return read;
}

}  // namespace runlog
