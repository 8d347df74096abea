#include "mcp/dispatcher.hpp"

#include "common/mcp/recorder.hpp"
#include "support/small_server.hpp"

using Catch::Matchers::Contains;
using recorder::code_of;
using recorder::legacy;
using recorder::modern;
using recorder::Recorder;

namespace {

struct Client {
  mcp::Server server = support::small_server();
  mcp::Dispatcher dispatcher{server};
  std::shared_ptr<Recorder> sink = std::make_shared<Recorder>();
  std::shared_ptr<mcp::Session> session = recorder::session_of(sink);

  /// The answer to one request, its job run at once.
  json::Document ask(const std::string& text) {
    if (const auto job = dispatcher.accept(text, session).job) job->run();
    return sink->last();
  }

  void initialize() {
    ask(legacy("initialize", R"("protocolVersion":"2025-11-25","capabilities":{})"));
  }
};

std::string text_of(const json::Document& answer) {
  const json::View content = answer.root().find("result").find("content");
  REQUIRE(content.size() == 1);
  return std::string(content.item(0).find("text").text());
}

const std::string call_echo = R"("name":"echo","arguments":{"text":"hi","times":2})";

}  // namespace

TEST_CASE("discover tells versions, features and how long they hold") {
  Client connection;
  const auto answer = connection.ask(modern("server/discover"));
  const json::View result = answer.root().find("result");
  CHECK(result.find("resultType").text() == "complete");
  CHECK(result.find("supportedVersions").item(0).text() == "2026-07-28");
  CHECK(result.find("capabilities").dump() ==
        R"({"tools":{},"resources":{},"prompts":{},"completions":{},"logging":{}})");
  CHECK(result.find("ttlMs").integer() == 0);
  CHECK(result.find("cacheScope").text() == "private");
  CHECK(result.find("instructions").text() == "Use echo.");
  CHECK(result.find("_meta").find("io.modelcontextprotocol/serverInfo").find("name").text() ==
        "small");
  CHECK(result.find("serverInfo").is(json::Kind::absent));
}

TEST_CASE("initialize agrees on the version asked for, or on the newest") {
  for (const std::string version : {"2025-11-25", "2025-06-18"}) {
    Client connection;
    const auto answer =
        connection.ask(legacy("initialize", "\"protocolVersion\":\"" + version + "\""));
    CHECK(answer.root().find("result").find("protocolVersion").text() == version);
    CHECK(connection.session->legacy().version == version);
  }
  for (const std::string version : {"1.0", "2026-07-28", ""}) {
    Client connection;
    const auto answer =
        connection.ask(legacy("initialize", "\"protocolVersion\":\"" + version + "\""));
    CHECK(answer.root().find("result").find("protocolVersion").text() == "2025-11-25");
  }
  Client connection;
  CHECK(code_of(connection.ask(legacy("initialize"))) == -32602);
  CHECK(connection.session->legacy().version.empty());
}

TEST_CASE("results of the legacy era have none of the modern members") {
  Client connection;
  connection.initialize();
  CHECK(connection.ask(legacy("ping")).root().find("result").dump() == "{}");
  const auto list = connection.ask(legacy("tools/list"));
  CHECK(list.root().find("result").size() == 1);
  const auto called = connection.ask(legacy("tools/call", call_echo));
  CHECK(called.root().find("result").dump() == R"({"content":[{"type":"text","text":"hihi"}]})");
}

TEST_CASE("both eras are served on one connection in any order") {
  Client connection;
  CHECK(text_of(connection.ask(modern("tools/call", call_echo))) == "hihi");
  connection.initialize();
  CHECK(text_of(connection.ask(legacy("tools/call", call_echo))) == "hihi");
  CHECK(text_of(connection.ask(modern("tools/call", call_echo))) == "hihi");
}

TEST_CASE("methods of the other era do not exist") {
  Client connection;
  for (const auto* method :
       {"initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such"}) {
    CAPTURE(method);
    CHECK(code_of(connection.ask(modern(method))) == -32601);
  }
}

TEST_CASE("methods whose feature is not offered do not exist") {
  Client connection;
  const mcp::Server bare{"bare", "Bare", "1", "Nothing.", ""};
  const mcp::Dispatcher dispatcher(bare);
  for (const auto* method : {"tools/list",
                             "tools/call",
                             "resources/list",
                             "resources/read",
                             "resources/templates/list",
                             "prompts/list",
                             "prompts/get",
                             "completion/complete"}) {
    CAPTURE(method);
    CHECK_FALSE(dispatcher.accept(modern(method), connection.session).job);
    CHECK(code_of(connection.sink->last()) == -32601);
  }
  CHECK(mcp::features_json(bare) == "{}");
}

TEST_CASE("notifications and responses are not answered, known or not") {
  Client connection;
  for (const auto* text :
       {R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
        R"({"jsonrpc":"2.0","method":"notifications/cancelled"})",
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}})",
        R"({"jsonrpc":"2.0","method":"tools/call","params":{}})",
        R"({"jsonrpc":"2.0","id":1,"result":{}})",
        R"({"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}})"})
    CHECK_FALSE(connection.dispatcher.accept(text, connection.session).job);
  CHECK(connection.sink->messages().empty());
}

TEST_CASE("what is no message is answered with the error of the envelope") {
  Client connection;
  CHECK(code_of(connection.ask("{")) == -32700);
  CHECK(connection.sink->last().root().find("id").is(json::Kind::absent));
  CHECK(code_of(connection.ask("[]")) == -32600);
}

TEST_CASE("an unknown tool is a protocol error, wrong arguments are a reply") {
  Client connection;
  CHECK(code_of(connection.ask(modern("tools/call", R"("name":"ech")"))) == -32602);
  CHECK(code_of(connection.ask(modern("tools/call", R"("name":7)"))) == -32602);
  CHECK(code_of(connection.ask(modern("tools/call"))) == -32602);
  const auto answer =
      connection.ask(modern("tools/call", R"("name":"echo","arguments":{"txt":"hi","times":9})"));
  CHECK(answer.root().find("result").find("isError").boolean());
  CHECK_THAT(text_of(answer),
             Contains("/text: missing") && Contains("/times: 9 is out of range") &&
                 Contains("did you mean text?") && Contains(R"({"text":"hi","times":3})"));
}

TEST_CASE("arguments may be left out where none are required") {
  Client connection;
  CHECK(text_of(connection.ask(modern("tools/call", R"("name":"who")"))) == "devbot");
  CHECK(text_of(connection.ask(modern("tools/call", R"("name":"who","arguments":{})"))) ==
        "devbot");
}

TEST_CASE("a failure of the domain is a reply with the words of the error") {
  Client connection;
  const auto answer = connection.ask(modern("tools/call", R"("name":"fails")"));
  CHECK(answer.root().find("result").find("isError").boolean());
  CHECK(text_of(answer) == "somebody else was first; read again");
}

TEST_CASE("a handler that throws ends its call, not the server, and tells no secrets") {
  Client connection;
  const auto answer = connection.ask(modern("tools/call", R"("name":"throws")"));
  CHECK(code_of(answer) == -32603);
  CHECK_THAT(answer.root().dump(), !Contains("secret"));
  CHECK(connection.session->in_flight() == 0);
}

TEST_CASE("a tool that needs a client feature is refused without it, in the modern era") {
  Client connection;
  const auto refused = connection.ask(modern("tools/call", R"("name":"samples")"));
  CHECK(code_of(refused) == -32021);
  CHECK(refused.root().find("error").find("data").dump() ==
        R"({"requiredCapabilities":{"sampling":{}}})");
  connection.initialize();
  CHECK(text_of(connection.ask(legacy("tools/call", R"("name":"samples")"))) == "sampled");
}

TEST_CASE("progress and log lines come before the answer") {
  Client connection;
  connection.ask(
      legacy("tools/call",
             "\"_meta\":{\"progressToken\":5,\"io.modelcontextprotocol/logLevel\":\"info\"," +
                 recorder::modern_meta + "}," + call_echo));
  const auto all = connection.sink->messages();
  REQUIRE(all.size() == 5);
  CHECK_THAT(all[0], Contains("notifications/progress") && Contains("\"progressToken\":5"));
  CHECK_THAT(all[1], Contains("notifications/message"));
  CHECK_THAT(all[4], Contains("\"result\""));
}

TEST_CASE("a call that was cancelled before it ran is not run") {
  Client connection;
  const auto job =
      connection.dispatcher.accept(modern("tools/call", call_echo, 4), connection.session).job;
  REQUIRE(job);
  connection.dispatcher.accept(
      R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":4}})",
      connection.session);
  job->run();
  CHECK(connection.sink->messages().empty());
}

TEST_CASE("a call for which there is no thread is told to come again") {
  Client connection;
  const auto job =
      connection.dispatcher.accept(modern("tools/call", call_echo), connection.session).job;
  REQUIRE(job);
  job->refuse();
  CHECK(code_of(connection.sink->only()) == 1001);
  CHECK(connection.session->in_flight() == 0);
}

TEST_CASE("the second request with an id in flight is refused, the first goes on") {
  Client connection;
  const auto job =
      connection.dispatcher.accept(modern("tools/call", call_echo), connection.session).job;
  REQUIRE(job);
  CHECK_FALSE(
      connection.dispatcher.accept(modern("tools/call", call_echo), connection.session).job);
  CHECK(code_of(connection.sink->last()) == -32600);
  job->run();
  CHECK(text_of(connection.sink->last()) == "hihi");
}

TEST_CASE("an answer outlives the text of its request") {
  Client connection;
  auto text = std::make_unique<std::string>(modern("tools/call", call_echo));
  const auto job = connection.dispatcher.accept(*text, connection.session).job;
  text.reset();
  job->run();
  CHECK(text_of(connection.sink->last()) == "hihi");
}

TEST_CASE("lists come in pages, and a made-up cursor is refused") {
  Client connection;
  connection.server.page_entries = 2;
  std::string cursor;
  std::vector<std::string> names;
  for (int page = 0; page < 10; ++page) {
    const auto answer =
        connection.ask(modern("tools/list", page == 0 ? "" : "\"cursor\":\"" + cursor + "\""));
    const json::View result = answer.root().find("result");
    CHECK(result.find("cacheScope").text() == "private");
    for (std::size_t at = 0; at < result.find("tools").size(); ++at)
      names.emplace_back(result.find("tools").item(at).find("name").text());
    if (result.find("nextCursor").is(json::Kind::absent)) break;
    cursor = result.find("nextCursor").text();
  }
  CHECK(names == std::vector<std::string>{"echo", "fails", "throws", "samples", "who"});
  CHECK(connection.ask(modern("tools/list", R"("cursor":"")"))
            .root()
            .find("result")
            .find("tools")
            .size() == 2);
  for (const auto* wrong : {"\"2\"",
                            "\"from-\"",
                            "\"from-5\"",
                            "\"from--1\"",
                            "\"from-2x\"",
                            "7",
                            "null",
                            "\"from-99999999999999999999\""}) {
    CAPTURE(wrong);
    CHECK(code_of(connection.ask(modern("tools/list", std::string("\"cursor\":") + wrong))) ==
          -32602);
  }
}

TEST_CASE("the legacy log level holds from when it was set") {
  Client connection;
  connection.initialize();
  CHECK(code_of(connection.ask(legacy("logging/setLevel", R"("level":"loud")"))) == -32602);
  CHECK(code_of(connection.ask(legacy("logging/setLevel", R"("level":"error")"))) == 0);
  const std::size_t before = connection.sink->messages().size();
  connection.ask(legacy("tools/call", call_echo));
  CHECK(connection.sink->messages().size() == before + 1);
}
