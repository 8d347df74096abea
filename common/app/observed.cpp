#include "app/observed.hpp"

#include <chrono>
#include <string>

#include "activity/arguments.hpp"
#include "activity/recorder.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/uuid.hpp"
#include "json/document.hpp"

namespace app {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t failure_bytes_max = 300;
constexpr const char* threw = "internal error";

/// What all tools of a server share.
struct Observer {
  Observer(std::string of, std::shared_ptr<crew::Workplace> place, CallHeard listener)
      : server(std::move(of)),
        workplace(std::move(place)),
        heard(std::move(listener)),
        recorder([this] { return workplace->home(); }) {}

  const std::string server;
  const std::shared_ptr<crew::Workplace> workplace;
  const CallHeard heard;
  activity::Recorder recorder;
  base::UuidSource ids{base::system_clock()};
};

/// One pass of a call through its handler.
struct Pass {
  json::View arguments;
  mcp::Call& call;
  steady_clock::time_point began = steady_clock::now();
};

/// The first words of the reply.
std::string failure_of(const mcp::Reply& reply) {
  const auto content = reply.content.empty() ? json::parse("{}") : json::parse(reply.content[0]);
  const json::View text = content ? content->root().find("text") : json::View();
  if (!text.is(json::Kind::text) || text.text().empty()) return "it failed";
  return activity::redacted_line(text.text(), failure_bytes_max);
}

/// Empty if that cannot be said.
std::string name_of_caller(const mcp::Call& call) {
  auto agent = call.agent();
  return agent ? std::move(agent).value() : std::string();
}

void tell(Observer& observer, const mcp::ToolInfo& tool, const Pass& pass, std::string failure) {
  const mcp::RequestMeta& meta = pass.call.meta();
  crew::RunContext run = observer.workplace->run(meta.baggage, meta.traceparent);
  if (run.run_id.empty()) return;
  const auto took = steady_clock::now() - pass.began;
  const std::string agent = name_of_caller(pass.call);
  const std::string call_id = observer.ids.next();
  const activity::ToolCall call{
      .call_id = call_id,
      .id = activity::event_id_of(agent, call_id),
      .server = observer.server,
      .tool = tool.name,
      .title = activity::title_of(tool.name, pass.arguments),
      .arguments = activity::outline_of(pass.arguments),
      .agent = agent,
      .run_id = std::move(run.run_id),
      .trace_id = std::move(run.trace_id),
      .tool_use_id = meta.tool_use_id,
      .ended = base::system_clock()(),
      .duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count(),
      .is_reading = tool.effects.read_only,
      .failure = std::move(failure)};
  if (!call.failure.empty()) {
    base::log(base::LogLevel::warning,
              base::format("{} failed: {}", tool.name, call.failure),
              call.run_id);
  }
  observer.recorder.record(call);
  if (observer.heard) observer.heard(call);
}

mcp::Tool observed_tool(mcp::Tool tool, const std::shared_ptr<Observer>& observer) {
  tool.run = [observer, info = tool.info, work = std::move(tool.run)](
                 json::View arguments, mcp::Call& call) -> mcp::Reply {
    const Pass pass{arguments, call};
    try {
      mcp::Reply reply = work(arguments, call);
      // A round that asks the client something is not the end of the call.
      if (!call.rounds().goes_on())
        tell(*observer, info, pass, reply.is_error ? failure_of(reply) : std::string());
      return reply;
    } catch (...) {  // only to be told of: the dispatcher answers, and says more in the log
      tell(*observer, info, pass, threw);
      throw;
    }
  };
  return tool;
}

}  // namespace

mcp::Server observed(mcp::Server server,
                     const std::shared_ptr<crew::Workplace>& workplace,
                     const CallHeard& heard) {
  const auto observer = std::make_shared<Observer>(server.name, workplace, heard);
  for (mcp::Tool& tool : server.tools)
    tool = observed_tool(std::move(tool), observer);
  server.run_of = [workplace](const mcp::RequestMeta& meta) {
    return workplace->run(meta.baggage, meta.traceparent).run_id;
  };
  return server;
}

}  // namespace app
