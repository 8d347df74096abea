// subscriptions/listen over one stream for everything, as stdio has it.

#include "mcp/listening.hpp"

#include "base/limits.hpp"
#include "common/mcp/recorder.hpp"
#include "mcp/dispatcher.hpp"
#include "support/requests.hpp"
#include "support/small_server.hpp"

using recorder::modern;
using recorder::Recorder;
using How = mcp::Accepted::How;

namespace {

struct Listening {
  Listening() { server.changes = std::make_shared<mcp::Changes>(); }

  How listen(const std::string& filter, int id = 1) {
    return accept(modern("subscriptions/listen", "\"notifications\":{" + filter + "}", id));
  }

  How accept(const std::string& text) { return dispatcher.accept(text, session).how; }

  /// The methods of what was sent, "result" and "error" for answers.
  std::vector<std::string> sent() const {
    std::vector<std::string> methods;
    for (const std::string& message : sink->messages()) {
      const support::Answer answer(message);
      const std::string other = answer.error_code() != 0 ? "error" : "result";
      methods.push_back(answer.method().empty() ? other : answer.method());
    }
    return methods;
  }

  mcp::Server server = support::small_server();
  mcp::Dispatcher dispatcher{server};
  std::shared_ptr<Recorder> sink = std::make_shared<Recorder>();
  std::shared_ptr<mcp::Session> session = recorder::session_of(sink);
};

using Sent = std::vector<std::string>;
const std::string acknowledged = "notifications/subscriptions/acknowledged";
const std::string tools_changed = "notifications/tools/list_changed";

}  // namespace

TEST_CASE("a listening request stands: acknowledged at once, told about changes, not answered") {
  Listening connection;
  CHECK(connection.listen(R"("toolsListChanged":true)") == How::standing);
  connection.server.changes->prompts_changed();
  connection.server.changes->tools_changed();
  CHECK(connection.sent() == Sent{acknowledged, tools_changed});
  CHECK(connection.session->in_flight() == 1);
  CHECK_FALSE(connection.session->next_deadline().value_or(mcp::Call::Deadline::max()) <
              mcp::Call::Deadline::max());
}

TEST_CASE("notifications/cancelled ends a listener, and nothing more is sent for it") {
  Listening connection;
  connection.listen(R"("toolsListChanged":true)", 1);
  connection.listen(R"("toolsListChanged":true)", 2);
  connection.accept(support::cancellation(1));
  connection.server.changes->tools_changed();
  CHECK(connection.sent() == Sent{acknowledged, acknowledged, tools_changed});
  CHECK(connection.session->in_flight() == 1);
  CHECK(connection.listen(R"("toolsListChanged":true)", 1) == How::standing);
}

TEST_CASE("an id that listens already cannot be used again") {
  Listening connection;
  connection.listen("", 1);
  CHECK(connection.listen("", 1) == How::answered);
  CHECK(connection.sent() == Sent{acknowledged, "error"});
}

TEST_CASE("at the end a listener is sent its cancellation, then its answer") {
  Listening connection;
  connection.listen(R"("toolsListChanged":true)", 7);
  connection.session->end_standing(true);
  connection.server.changes->tools_changed();
  CHECK(connection.sent() == Sent{acknowledged, "notifications/cancelled", "result"});
  const auto messages = connection.sink->messages();
  const auto cancelled = json::parse(messages.at(1)).value();
  CHECK(cancelled.root().find("params").find("requestId").integer() == 7);
  const auto answer = json::parse(messages.at(2)).value();
  CHECK(answer.root().find("id").integer() == 7);
  const json::View meta = answer.root().find("result").find("_meta");
  CHECK(meta.find("io.modelcontextprotocol/subscriptionId").integer() == 7);
  CHECK(answer.root().find("result").find("resultType").text() == "complete");
  CHECK(connection.session->in_flight() == 0);
}

TEST_CASE("where closing says it, the cancellation is left out, and calls are not touched") {
  Listening connection;
  connection.listen("", 1);
  const auto call = connection.session->begin(rpc::Id(2), {}).value();
  connection.session->end_standing(false);
  CHECK(connection.sent() == Sent{acknowledged, "result"});
  CHECK(connection.session->in_flight() == 1);
  CHECK_FALSE(call->stop().stop_requested());
}

TEST_CASE("a listener has no time limit") {
  Listening connection;
  connection.listen("", 1);
  connection.session->expire(std::chrono::steady_clock::now() + std::chrono::hours(1000));
  CHECK(connection.session->in_flight() == 1);
}

TEST_CASE("listening is for the modern era and for servers that change") {
  Listening connection;
  connection.session->agree_on_legacy("2025-11-25");
  CHECK(connection.accept(recorder::legacy("subscriptions/listen", R"("notifications":{})")) ==
        How::refused);
  connection.server.changes.reset();
  CHECK(connection.listen("") == How::refused);
}

TEST_CASE("a filter is an object whose resources are a bounded list of texts") {
  const mcp::Server server = support::small_server();
  const auto read = [&](const std::string& filter) {
    const auto document = json::parse("{\"notifications\":" + filter + "}").value();
    return std::holds_alternative<mcp::Interests>(mcp::read_interests(document.root(), server));
  };
  CHECK(read("{}"));
  CHECK(read(R"({"toolsListChanged":"yes"})"));
  CHECK_FALSE(read("null"));
  CHECK_FALSE(read("[]"));
  CHECK_FALSE(read(R"({"resourceSubscriptions":["a",1]})"));
  for (const std::string uris : {"{}", R"({"a":1})", "\"a\"", "1", "null"})
    CHECK_FALSE(read(R"({"resourceSubscriptions":)" + uris + "}"));
  std::string many = "\"a\"";
  for (std::size_t at = 1; at < base::limits::watched_resources_max; ++at)
    many += ",\"a\"";
  CHECK(read(R"({"resourceSubscriptions":[)" + many + "]}"));
  CHECK_FALSE(read(R"({"resourceSubscriptions":[)" + many + ",\"a\"]}"));
}

TEST_CASE("what a server has not is not listened to") {
  Listening connection;
  connection.server.prompts.clear();
  connection.server.resources.clear();
  connection.server.resource_templates.clear();
  connection.listen(R"("toolsListChanged":true,"promptsListChanged":true,)"
                    R"("resourcesListChanged":true,"resourceSubscriptions":["a"])");
  connection.server.changes->prompts_changed();
  connection.server.changes->resources_changed();
  connection.server.changes->resource_updated("a");
  const auto acknowledgement = connection.sink->only();
  CHECK(acknowledgement.root().find("params").find("notifications").dump() ==
        R"({"toolsListChanged":true})");
}

TEST_CASE("a legacy client hears of lists unasked, and of resources that it subscribed to") {
  Listening connection;
  connection.accept(recorder::legacy("initialize", R"("protocolVersion":"2025-11-25")"));
  connection.server.changes->resource_updated("a");
  connection.accept(recorder::legacy("resources/subscribe", R"("uri":"a")", 2));
  connection.server.changes->resource_updated("a");
  connection.server.changes->tools_changed();
  connection.accept(recorder::legacy("resources/unsubscribe", R"("uri":"a")", 3));
  connection.server.changes->resource_updated("a");
  connection.accept(recorder::legacy("resources/subscribe", R"("uri":1)", 4));
  CHECK(
      connection.sent() ==
      Sent{
          "result", "result", "notifications/resources/updated", tools_changed, "result", "error"});
}
