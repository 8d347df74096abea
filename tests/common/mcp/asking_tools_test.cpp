// Handlers that ask their client, through the dispatcher: rounds of the modern era, requests of the
// legacy era.

#include <thread>

#include "common/mcp/recorder.hpp"
#include "mcp/dispatcher.hpp"
#include "support/eventually.hpp"
#include "support/requests.hpp"
#include "support/small_server.hpp"

using Catch::Matchers::Contains;
using recorder::legacy;
using recorder::Recorder;

namespace {

/// Greets who it is told to, and asks first.
mcp::Tool greeter() {
  return support::plain_tool("greeter", [](mcp::Call& call) -> base::Result<mcp::Reply> {
    const json::View name = call.rounds().answer_to("name");
    if (!name.is(json::Kind::text)) {
      call.rounds().ask("name", "elicitation/create", "{}");
      call.rounds().remember("asked " + call.rounds().state());
      return mcp::text_reply("not sent");
    }
    return mcp::text_reply("hello " + std::string(name.text()) + ", " + call.rounds().state());
  });
}

mcp::Tool sampler() {
  return support::plain_tool("sampler", [](mcp::Call& call) -> base::Result<mcp::Reply> {
    const auto answer = TRY(call.request("sampling/createMessage", R"({"maxTokens":1})"));
    return mcp::text_reply(std::string(answer.root().find("result").find("text").text()));
  });
}

struct AskingServer {
  AskingServer() {
    server.tools.push_back(greeter());
    server.tools.push_back(sampler());
  }

  std::string ask(const std::string& text, const std::string& agent = "devbot") {
    const auto sink = std::make_shared<Recorder>();
    const auto session = std::make_shared<mcp::Session>(
        sink, [agent] { return base::Result<std::string>(agent); }, std::chrono::minutes(1));
    if (const auto job = dispatcher.accept(text, session).job) job->run();
    return sink->messages().at(0);
  }

  mcp::Server server = support::small_server();
  mcp::Dispatcher dispatcher{server};
};

std::string greet(const std::string& more = {},
                  const std::string& features = "\"elicitation\":{}") {
  return legacy("tools/call",
                R"("name":"greeter","arguments":{})" + more +
                    R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
                    R"("io.modelcontextprotocol/clientCapabilities":{)" +
                    features + "}}");
}

std::string state_of(const std::string& message) {
  return std::string(support::Answer(message).result().find("requestState").text());
}

std::string with_state(const std::string& state, const std::string& answers) {
  return R"(,"requestState":")" + state + R"(","inputResponses":)" + answers;
}

}  // namespace

TEST_CASE("a handler that asks is run again with the answers") {
  AskingServer connection;
  const std::string first = connection.ask(greet());
  const support::Answer asked(first);
  CHECK(asked.result().find("resultType").text() == "input_required");
  CHECK(asked.result().find("inputRequests").find("name").find("method").text() ==
        "elicitation/create");
  CHECK(asked.result().find("content").is(json::Kind::absent));
  CHECK(asked.result().find("ttlMs").is(json::Kind::absent));
  const std::string wrong =
      connection.ask(greet(with_state(state_of(first), R"({"other":"Ada"})")));
  CHECK(support::Answer(wrong).result().find("resultType").text() == "input_required");
  const std::string second =
      connection.ask(greet(with_state(state_of(wrong), R"({"name":"Ada","unknown":1})")));
  CHECK(support::Answer(second).result().find("resultType").text() == "complete");
  CHECK(support::Answer(second).text() == "hello Ada, asked asked ");
}

TEST_CASE("a state of another caller, request or making is an error, and not asked again") {
  AskingServer connection;
  const std::string state = state_of(connection.ask(greet()));
  const std::string answers = R"({"name":"Ada"})";
  const auto code = [](const std::string& message) {
    return support::Answer(message).error_code();
  };
  CHECK(code(connection.ask(greet(with_state(state, answers)), "infrabot")) == -32602);
  CHECK(code(connection.ask(greet(with_state(state + "-TAMPERED", answers)))) == -32602);
  std::string other = greet(with_state(state, answers));
  other.replace(other.find(R"("arguments":{})"), 14, R"("arguments":{"x":1})");
  CHECK(code(connection.ask(other)) == -32602);
  other = greet(with_state(state, answers));
  other.replace(other.find("greeter"), 7, "sampler");
  CHECK(code(connection.ask(other)) == -32602);
  CHECK(code(connection.ask(greet(with_state(state, "null")))) == -32602);
}

TEST_CASE("a client is asked only for what it declares") {
  AskingServer connection;
  const std::string message = connection.ask(greet({}, "\"sampling\":{}"));
  CHECK(support::Answer(message).error_code() == -32021);
  const auto document = json::parse(message).value();
  CHECK(document.root().find("error").find("data").find("requiredCapabilities").dump() ==
        R"({"elicitation":{}})");
}

TEST_CASE("a legacy client cannot be asked through rounds") {
  AskingServer connection;
  const auto sink = std::make_shared<Recorder>();
  const auto session = recorder::session_of(sink);
  session->agree_on_legacy("2025-11-25");
  connection.dispatcher.accept(legacy("tools/call", R"("name":"greeter")"), session).job->run();
  CHECK(support::Answer(sink->messages().at(0)).error_code() == -32602);
  CHECK_THAT(support::Answer(sink->messages().at(0)).error_message(), Contains("2026-07-28"));
}

TEST_CASE("a modern client cannot be asked by a request") {
  AskingServer connection;
  const std::string message =
      connection.ask(recorder::modern("tools/call", R"("name":"sampler","arguments":{})"));
  CHECK(support::Answer(message).result().find("isError").boolean());
  CHECK_THAT(support::Answer(message).text(), Contains("rounds"));
}

TEST_CASE("a legacy client is asked by a request and answers by a message of its own") {
  AskingServer connection;
  const auto sink = std::make_shared<Recorder>();
  const auto session = recorder::session_of(sink);
  session->agree_on_legacy("2025-11-25");
  const auto job =
      connection.dispatcher.accept(legacy("tools/call", R"("name":"sampler")"), session).job;
  std::thread running(job->run);
  support::eventually([&] { return sink->messages().size() == 1; });
  const support::Answer question(sink->messages().at(0));
  connection.dispatcher.accept(
      R"({"jsonrpc":"2.0","id":)" + question.id() + R"(,"result":{"text":"four"}})", session);
  running.join();
  CHECK(question.method() == "sampling/createMessage");
  REQUIRE(sink->messages().size() == 2);
  CHECK(support::Answer(sink->messages().at(1)).text() == "four");
}
