#include "mcp-runlog/tools/saying.hpp"

#include "base/host.hpp"

namespace runlog {
namespace {

constexpr const char* server_name = "mcp-runlog";

}  // namespace

Event said_by_tool(const Setting& setting, const mcp::Call& call, Kind kind) {
  Event event;
  event.source = Source::mcp;
  event.stream = server_name;
  event.clock = "host:" + base::host_name();
  event.at = setting.run_log->now();
  event.kind = kind;
  if (auto agent = call.agent()) event.agent = std::move(agent).value();
  return event;
}

Feed feed_of_tools() {
  return {Source::mcp, server_name};
}

}  // namespace runlog
