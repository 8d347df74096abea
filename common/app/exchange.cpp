#include "app/exchange.hpp"

#include "json/writer.hpp"
#include "mcp/dispatcher.hpp"

namespace app {
namespace {

class LastMessage : public mcp::Sink {
 public:
  void send(std::string_view message) override { text = message; }

  std::string text;
};

std::string tool_request(const std::string& tool, const std::string& arguments_json) {
  json::Writer out;
  out.begin_object()
      .member("jsonrpc", "2.0")
      .member("id", std::int64_t{1})
      .member("method", "tools/call");
  out.key("params").begin_object().member("name", tool).key("arguments").raw(arguments_json);
  out.key("_meta").begin_object().member(mcp::key::protocol_version, mcp::modern_version);
  out.key(mcp::key::client_features).raw("{}");
  return out.end_object().end_object().end_object().take();
}

}  // namespace

Exchange call_tool(const mcp::Server& server,
                   const mcp::Identity& identity,
                   const std::string& tool,
                   const std::string& arguments_json) {
  const auto sink = std::make_shared<LastMessage>();
  const auto session = std::make_shared<mcp::Session>(sink, identity, base::limits::call_time_max);
  const mcp::Dispatcher dispatcher(server);
  Exchange exchange{tool_request(tool, arguments_json), {}};
  if (auto job = dispatcher.accept(exchange.request, session).job) job->run();
  exchange.response = std::move(sink->text);
  return exchange;
}

}  // namespace app
