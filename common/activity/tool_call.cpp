#include "activity/tool_call.hpp"

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/host.hpp"
#include "json/writer.hpp"

namespace activity {
namespace {

void write_body(json::Writer& out, const ToolCall& call) {
  out.begin_object().member("arguments", call.arguments);
  if (!call.failure.empty()) out.member("error", call.failure);
  if (!call.trace_id.empty()) out.member("trace_id", call.trace_id);
  out.end_object();
}

}  // namespace

std::string event_id_of(std::string_view agent, std::string_view call_id) {
  constexpr std::size_t digits = 32;
  return base::sha256_hex(base::format("nats\n{}/{}", agent, call_id)).substr(0, digits);
}

std::string event_line(const ToolCall& call) {
  static const std::string clock = "host:" + base::host_name();
  const bool has_failed = !call.failure.empty();
  json::Writer out;
  out.begin_object().member("id", call.id).member("source", "mcp").member("stream", call.server);
  out.member("clock", clock).member("at", base::to_iso(call.ended)).member("run_id", call.run_id);
  out.member("kind", has_failed ? "tool.error" : "tool.end");
  out.member("severity", has_failed ? "warning" : "info");
  if (!call.agent.empty()) out.member("agent", call.agent);
  out.member("title", call.title).member("tool", call.tool);
  if (!call.tool_use_id.empty()) out.member("tool_use_id", call.tool_use_id);
  out.member("duration_ms", call.duration_ms).key("body");
  write_body(out, call);
  return out.end_object().take();
}

}  // namespace activity
