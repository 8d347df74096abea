#include "mcp-memory/shared/read_news.hpp"

#include "base/clock.hpp"
#include "base/format.hpp"
#include "base/host.hpp"
#include "json/writer.hpp"
#include "mcp-memory/shared/streams.hpp"

namespace memory {

nats::Publication read_news(const activity::ToolCall& call, std::string_view sender) {
  json::Writer data;
  data.begin_object().member("tool", call.tool).member("title", call.title);
  data.member("duration_ms", call.duration_ms);
  if (!call.failure.empty()) data.member("error", call.failure);
  if (!call.tool_use_id.empty()) data.member("tool_use_id", call.tool_use_id);
  return {.subject = base::format("swarm.events.memory.{}.read", sender),
          .payload = data.end_object().take(),
          .headers = {{"ce-specversion", "1.0"},
                      {"ce-id", call.id},
                      {"ce-source", call.server},
                      {"ce-type", "memory.read"},
                      {"ce-time", base::to_iso(call.ended)},
                      {"ce-host", base::host_name()},
                      {"ce-datacontenttype", "application/json"},
                      {"Swarm-Agent", call.agent},
                      {"Swarm-Run-Id", call.run_id}},
          .message_id = call.call_id,
          .stream = events_stream,
          .after = std::nullopt};
}

}  // namespace memory
