// Calls of the modern era: one POST each, without any state between them.

#include <future>

#include "common/endpoint/fixture.hpp"

using namespace endpoint;
using support::Answer;

TEST_CASE("a call that has nothing to say beside its answer is answered with JSON") {
  Fixture server;
  const Reply reply = server.ask(modern_call("echo", R"({"text":"hi"})"));
  CHECK(reply.status == 200);
  CHECK_FALSE(reply.stream);
  CHECK(reply.headers.find("Content-Type") == "application/json");
  CHECK(text_of(reply.body) == "hi");
}

TEST_CASE("a call that asks for progress is answered with a stream: progress, answer, end") {
  Fixture server;
  Request request = streamed_call("echo");
  const std::string with_text = R"("arguments":{"text":"hi","times":3})";
  request.body.replace(request.body.find(R"("arguments":{})"), 14, with_text);
  const Reply reply = server.ask(request);
  CHECK(reply.status == 200);
  CHECK(reply.headers.find("Content-Type") == "text/event-stream");
  const auto messages = rest(reply);
  REQUIRE(messages.size() >= 2);
  for (std::size_t at = 0; at + 1 < messages.size(); ++at)
    CHECK(Answer(messages[at]).method() == "notifications/progress");
  CHECK(text_of(messages.back()) == "hihihi");
}

TEST_CASE("a call for which the client wants log lines is answered with a stream") {
  Fixture server(true);
  Request request = modern_call("echo", R"({"text":"hi"})");
  request.body.insert(request.body.find("\"io.modelcontextprotocol/protocolVersion"),
                      R"("io.modelcontextprotocol/logLevel":"info",)");
  const auto messages = rest(server.ask(request));
  REQUIRE(messages.size() == 2);
  CHECK(Answer(messages[0]).method() == "notifications/message");
  CHECK(text_of(messages[1]) == "hi");
  CHECK_FALSE(server.ask(modern_call("echo", R"({"text":"hi"})")).stream);
}

TEST_CASE("events of the modern era have no ids") {
  Fixture server;
  server.gate->open();
  const Reply reply = server.ask(streamed_call("waits"));
  const Event event = next(reply);
  CHECK(event.id.empty());
  CHECK(text_of(event.data) == "opened");
  CHECK_FALSE(reply.stream->next());
}

TEST_CASE("who calls is who the token says, for every request") {
  Fixture server;
  for (const std::string agent : {"devbot", "infrabot"}) {
    Request request = modern_call("who");
    request.headers.add("Authorization", "Bearer " + agent + "-token");
    CHECK(text_of(server.ask(request).body) == agent);
  }
  CHECK(text_of(server.ask(modern_call("who")).body) == "local");
}

TEST_CASE("closing the connection cancels a call whose answer is a stream") {
  Fixture server;
  std::stop_source gone;
  Request request = streamed_call("waits");
  request.gone = gone.get_token();
  const Reply reply = server.ask(request);
  REQUIRE(server.arrived());
  gone.request_stop();
  CHECK(support::eventually([&] { return server.gate->stopped == 1; }));
  CHECK(rest(reply).empty());
}

TEST_CASE("a reply that ends for any other reason cancels its call too") {
  Fixture server;
  Reply reply = server.ask(streamed_call("waits"));
  REQUIRE(server.arrived());
  reply.stream.reset();
  CHECK(support::eventually([&] { return server.gate->stopped == 1; }));
}

TEST_CASE("closing the connection cancels a call whose answer is JSON") {
  Fixture server;
  std::stop_source gone;
  Request request = modern_call("waits");
  request.gone = gone.get_token();
  auto reply = std::async(std::launch::async, [&] { return server.ask(request); });
  CHECK(server.arrived());
  gone.request_stop();
  CHECK(reply.get().body.empty());
  CHECK(support::eventually([&] { return server.gate->stopped == 1; }));
}

TEST_CASE("a client that was gone before its call began is not worked for") {
  Fixture server;
  std::stop_source gone;
  gone.request_stop();
  Request request = modern_call("waits");
  request.gone = gone.get_token();
  CHECK(server.ask(request).body.empty());
  request = streamed_call("waits");
  request.gone = gone.get_token();
  CHECK(rest(server.ask(request)).empty());
  CHECK(server.gate->arrived == 0);
}

TEST_CASE("one id may be in flight on many POSTs, and each gets its own answer") {
  Fixture server;
  std::vector<Reply> replies;
  for (int count = 0; count < 8; ++count)
    replies.push_back(server.ask(streamed_call("waits", 1)));
  CHECK(server.arrived(8));
  std::stop_source gone;
  Request cancelled = streamed_call("waits", 1);
  cancelled.gone = gone.get_token();
  const Reply ninth = server.ask(cancelled);
  CHECK(server.arrived(9));
  gone.request_stop();
  CHECK(support::eventually([&] { return server.gate->stopped == 1; }));
  CHECK(rest(ninth).empty());
  server.gate->open();
  for (const Reply& reply : replies) {
    const auto messages = rest(reply);
    REQUIRE(messages.size() == 1);
    CHECK(text_of(messages[0]) == "opened");
    CHECK(Answer(messages[0]).id() == "1");
  }
}

TEST_CASE("a call over its time limit is answered with an error, as JSON and as a stream") {
  Fixture server(false, std::chrono::milliseconds(10));
  const Reply stream = server.ask(streamed_call("waits"));
  auto json = std::async(std::launch::async, [&] { return server.ask(modern_call("waits")); });
  CHECK(server.arrived(2));
  server.endpoint.keep_house(std::chrono::steady_clock::now() + std::chrono::seconds(1));
  const auto messages = rest(stream);
  REQUIRE(messages.size() == 1);
  CHECK(Answer(messages[0]).error_code() == 1002);
  const Reply reply = json.get();
  CHECK(reply.status == 200);
  CHECK(code(reply) == 1002);
  CHECK(support::eventually([&] { return server.gate->stopped == 2; }));
}

TEST_CASE("the run comes from the metadata, else from the HTTP headers") {
  Fixture server;
  Request request = modern_call("meta");
  request.headers.add("traceparent", "from-header");
  request.headers.add("Baggage", "run_id=header");
  CHECK(text_of(server.ask(request).body) == "from-header|run_id=header");
  request.body.insert(request.body.find("\"io.modelcontextprotocol/protocolVersion"),
                      R"("traceparent":"from-meta",)");
  CHECK(text_of(server.ask(request).body) == "from-meta|run_id=header");
}

TEST_CASE("calls from many connections at once are all answered") {
  Fixture server;
  std::vector<std::future<int>> clients;
  for (int client = 0; client < 4; ++client) {
    clients.push_back(std::async(std::launch::async, [&, client] {
      int right = 0;
      for (int round = 0; round < 50; ++round) {
        const std::string said = std::to_string(client * 1000 + round);
        const Reply reply = server.ask(modern_call("echo", R"({"text":")" + said + "\"}"));
        const bool is_right = text_of(reply.body) == said;
        Reply stream = server.ask(streamed_call("who"));
        std::string last;
        while (const auto piece = stream.stream->next())
          last = Event(*piece).data;
        right += is_right && text_of(last) == "local" ? 1 : 0;
      }
      return right;
    }));
  }
  for (auto& client : clients)
    CHECK(client.get() == 50);
}
