// Requests that come with HTTP headers: which check comes first, and what is refused before a
// handler is looked for (specification 2026-07-28, transports).

#include <map>

#include "common/mcp/recorder.hpp"
#include "mcp/dispatcher.hpp"
#include "support/requests.hpp"
#include "support/small_server.hpp"

using recorder::legacy;
using recorder::Recorder;
using How = mcp::Accepted::How;

namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

mcp::Tool regional_tool() {
  return mcp::tool_with_schema(
      {.name = "regional", .title = "Regional", .description = "For tests."},
      R"({"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}})",
      [](json::View arguments, mcp::Call&) { return mcp::text_reply(arguments.dump()); });
}

struct Outcome {
  How how;
  int code;
  bool may_send_more = false;
};

Outcome arrive(const std::string& body, const Fields& fields) {
  static const mcp::Server server = [] {
    auto all = support::small_server();
    all.tools.push_back(regional_tool());
    return all;
  }();
  const mcp::Dispatcher dispatcher(server);
  const mcp::HeaderLookup lookup = [&](std::string_view name) -> std::optional<std::string_view> {
    const auto found = fields.find(name);
    return found == fields.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  };
  const auto sink = std::make_shared<Recorder>();
  const auto session = recorder::session_of(std::make_shared<Recorder>());
  const auto accepted =
      dispatcher.accept({rpc::read_message(body), body.size(), session, sink, &lookup});
  if (accepted.job) return {accepted.how, 0, accepted.job->may_send_more};
  const auto code = static_cast<int>(support::Answer(sink->messages().at(0)).error_code());
  CHECK(code == static_cast<int>(accepted.error.value_or(rpc::ErrorCode{})));
  return {accepted.how, code};
}

Fields fields(const std::string& method, const std::string& name = {}) {
  Fields all{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}};
  if (!name.empty()) all["Mcp-Name"] = name;
  return all;
}

std::string meta(const std::string& version, const std::string& features = "{}") {
  std::string members;
  if (!version.empty()) members = R"("io.modelcontextprotocol/protocolVersion":")" + version + "\"";
  if (!version.empty() && !features.empty()) members += ',';
  if (!features.empty()) members += R"("io.modelcontextprotocol/clientCapabilities":)" + features;
  return "\"_meta\":{" + members + "}";
}

std::string call(const std::string& tool, const std::string& arguments = "{}") {
  return legacy("tools/call",
                meta("2026-07-28") + R"(,"name":")" + tool + R"(","arguments":)" + arguments);
}

}  // namespace

TEST_CASE(
    "headers, metadata, agreement, version, method and parameters are checked in this order") {
  const auto refused = [](const std::string& body, const Fields& sent) {
    const Outcome outcome = arrive(body, sent);
    CHECK(outcome.how == How::refused);
    return outcome.code;
  };
  // Everything is wrong at once, then one thing less in each line.
  CHECK(refused(legacy("no/method", meta("v999.0.0", "")), {{"MCP-Protocol-Version", "x"}}) ==
        -32020);
  Fields sent = fields("other/method");
  CHECK(refused(legacy("no/method", meta("v999.0.0", "")), sent) == -32602);
  CHECK(refused(legacy("no/method", meta("v999.0.0")), sent) == -32020);
  sent["MCP-Protocol-Version"] = "v999.0.0";
  CHECK(refused(legacy("no/method", meta("v999.0.0")), sent) == -32020);
  sent["Mcp-Method"] = "no/method";
  CHECK(refused(legacy("no/method", meta("v999.0.0")), sent) == -32022);
  CHECK(refused(legacy("no/method", meta("2026-07-28")), fields("no/method")) == -32601);
  const Outcome cursor =
      arrive(legacy("tools/list", meta("2026-07-28") + R"(,"cursor":"x")"), fields("tools/list"));
  CHECK(cursor.how == How::answered);
  CHECK(cursor.code == -32602);
}

TEST_CASE("a legacy version in the metadata is not supported there") {
  Fields sent = fields("tools/list");
  sent["MCP-Protocol-Version"] = "2025-11-25";
  CHECK(arrive(legacy("tools/list", meta("2025-11-25")), sent).code == -32022);
}

TEST_CASE("a tool call needs its name in a header, encoded or not") {
  CHECK(arrive(call("who"), fields("tools/call")).code == -32020);
  CHECK(arrive(call("who"), fields("tools/call", "echo")).code == -32020);
  CHECK(arrive(call("who"), fields("tools/call", "Who")).code == -32020);
  CHECK(arrive(call("who"), fields("tools/call", "=?base64?d2hv?=")).how == How::job);
  CHECK(arrive(call("who"), fields("tools/call", "=?base64?d2hv!?=")).code == -32020);
  CHECK(arrive(call("who"), fields("tools/call", "  who ")).how == How::job);
}

TEST_CASE("marked arguments need their headers, or the call never begins") {
  Fields sent = fields("tools/call", "regional");
  const std::string body = call("regional", R"({"region":"eu"})");
  const Outcome missing = arrive(body, sent);
  CHECK(missing.how == How::refused);
  CHECK(missing.code == -32020);
  sent["Mcp-Param-Region"] = "us";
  CHECK(arrive(body, sent).code == -32020);
  sent["Mcp-Param-Region"] = "eu";
  CHECK(arrive(body, sent).how == How::job);
  CHECK(arrive(call("regional"), sent).code == -32020);
}

TEST_CASE("a missing feature is told before the call begins") {
  const Outcome outcome = arrive(call("samples"), fields("tools/call", "samples"));
  CHECK(outcome.how == How::refused);
  CHECK(outcome.code == -32021);
}

TEST_CASE("an unknown tool is an answer, not a refusal") {
  const Outcome outcome = arrive(call("nothing"), fields("tools/call", "nothing"));
  CHECK(outcome.how == How::answered);
  CHECK(outcome.code == -32602);
}

TEST_CASE("a job knows whether more than its answer may come") {
  const auto more = [](const std::string& body) {
    return arrive(
               body,
               fields("tools/call", body.find("samples") == std::string::npos ? "echo" : "samples"))
        .may_send_more;
  };
  const std::string echo = call("echo", R"({"text":"x"})");
  CHECK_FALSE(more(echo));
  std::string progress = echo;
  CHECK(more(progress.insert(progress.find("\"_meta\":{") + 9, R"("progressToken":0,)")));
  std::string logs = echo;
  CHECK(more(
      logs.insert(logs.find("\"_meta\":{") + 9, R"("io.modelcontextprotocol/logLevel":"debug",)")));
  std::string asks = call("samples");  // in rounds, each of which is one message
  CHECK_FALSE(
      more(asks.replace(asks.find(R"(Capabilities":{})"), 16, R"(Capabilities":{"sampling":{}})")));
}
