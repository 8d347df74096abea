#include "mcp-memory/tools/log_remark.hpp"

#include "mcp/content.hpp"

namespace memory {

mcp::Tool with_log_remark(const Setting& setting, mcp::Tool tool) {
  tool.run = [setting, run = std::move(tool.run)](json::View arguments, mcp::Call& call) {
    const std::string remark = setting.memory->remark_on_log(call.stop());
    mcp::Reply reply = run(arguments, call);
    if (!remark.empty()) reply.content.push_back(mcp::text_content(remark));
    return reply;
  };
  return tool;
}

}  // namespace memory
