#include <chrono>
#include <condition_variable>
#include <mutex>

#include "tests/conformance/conformance.hpp"

namespace conformance {
namespace {

using std::chrono::milliseconds;

/// Between two messages, so that a client gets them one by one.
constexpr milliseconds between{50};

/// Waits, but not for a call that nobody waits for any more.
void pause(const mcp::Call& call, milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, call.stop(), time, [] { return false; });
}

mcp::Tool progress() {
  return mcp::tool<Nothing>({"test_tool_with_progress",
                             "Progress",
                             "Reports progress to clients that want it.",
                             {.read_only = true}},
                            nothing(),
                            [](const Nothing&, mcp::Call& call) {
                              call.progress(0, 100);
                              pause(call, between);
                              call.progress(50, 100);
                              pause(call, between);
                              call.progress(100, 100);
                              return mcp::text_reply("Went all the way.");
                            });
}

mcp::Tool logs(std::string name, std::string title) {
  return mcp::tool<Nothing>(
      {name, std::move(title), "Logs three lines for clients that want them.", {.read_only = true}},
      nothing(),
      [name](const Nothing&, mcp::Call& call) {
        call.log(mcp::LogLevel::info, name, "Tool execution started");
        pause(call, between);
        call.log(mcp::LogLevel::info, name, "Tool processing data");
        pause(call, between);
        call.log(mcp::LogLevel::info, name, "Tool execution completed");
        return mcp::text_reply("Logged three lines.");
      });
}

mcp::Tool reconnection() {
  return mcp::tool<Nothing>({"test_reconnection",
                             "Reconnection",
                             "Ends the stream and replies to a client that comes back.",
                             {.read_only = true}},
                            nothing(),
                            [](const Nothing&, mcp::Call& call) {
                              call.let_reconnect(between);
                              pause(call, 2 * between);
                              return mcp::text_reply("You came back.");
                            });
}

/// The lists themselves stay: the suite only looks at what is announced.
mcp::Tool announces(std::string name, std::string title, std::function<void()> announce) {
  return mcp::tool<Nothing>({std::move(name), std::move(title), "Announces a change.", {}},
                            nothing(),
                            [announce = std::move(announce)](const Nothing&, mcp::Call&) {
                              announce();
                              return mcp::text_reply("Announced.");
                            });
}

}  // namespace

std::vector<mcp::Tool> notifying_tools(const std::shared_ptr<mcp::Changes>& changes) {
  return {
      progress(),
      logs("test_tool_with_logging", "Logging"),
      logs("test_logging_tool", "Logging on request"),
      reconnection(),
      announces(
          "test_trigger_tool_change", "Tools change", [changes] { changes->tools_changed(); }),
      announces("test_trigger_prompt_change",
                "Prompts change",
                [changes] { changes->prompts_changed(); }),
  };
}

}  // namespace conformance
