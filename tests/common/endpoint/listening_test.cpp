// subscriptions/listen over HTTP (specification 2026-07-28).

#include <thread>

#include "common/endpoint/fixture.hpp"

using namespace endpoint;
using support::Answer;

namespace {

Request listen(const std::string& filter, const std::string& id = "1") {
  return post(support::request(id, "subscriptions/listen", "\"notifications\":{" + filter + "}"),
              modern_headers("subscriptions/listen"));
}

std::string subscription_id(const std::string& message) {
  const auto document = json::parse(message).value();
  const json::View root = document.root();
  const json::View body =
      root.find("params").is(json::Kind::object) ? root.find("params") : root.find("result");
  return body.find("_meta").find("io.modelcontextprotocol/subscriptionId").dump();
}

}  // namespace

TEST_CASE("a listener is acknowledged first, and hears only what it asked for") {
  Fixture server;
  const Reply tools = server.ask(listen(R"("toolsListChanged":true)"));
  const Reply prompts = server.ask(listen(R"("promptsListChanged":true)"));
  const Reply note = server.ask(listen(R"("resourceSubscriptions":["note://hello"])"));
  CHECK(tools.headers.find("Content-Type") == "text/event-stream");
  for (const Reply& reply : {tools, prompts, note})
    CHECK(Answer(next(reply).data).method() == "notifications/subscriptions/acknowledged");
  server.server.changes->resource_updated("note://other");
  server.server.changes->resources_changed();
  server.server.changes->tools_changed();
  server.server.changes->prompts_changed();
  server.server.changes->resource_updated("note://hello");
  server.endpoint.drain(std::chrono::milliseconds(0));
  const auto told = [](const Reply& reply) {
    const auto messages = rest(reply);
    CHECK(messages.size() == 2);  // the second is the farewell
    return Answer(messages.at(0)).method();
  };
  CHECK(told(tools) == "notifications/tools/list_changed");
  CHECK(told(prompts) == "notifications/prompts/list_changed");
  CHECK(told(note) == "notifications/resources/updated");
}

TEST_CASE("every message carries the id of the listening request, with its type") {
  Fixture server;
  for (const std::string id : {"1763856000000", "\"1763856000000\"", "0"}) {
    const Reply reply = server.ask(listen(R"("toolsListChanged":true)", id));
    CHECK(subscription_id(next(reply).data) == id);
    server.server.changes->tools_changed();
    CHECK(subscription_id(next(reply).data) == id);
  }
}

TEST_CASE("the acknowledgement repeats what was asked for") {
  Fixture server;
  const Reply reply =
      server.ask(listen(R"("toolsListChanged":true,"promptsListChanged":false,"other":true,)"
                        R"("resourceSubscriptions":["b","a","b"])"));
  const auto document = json::parse(next(reply).data).value();
  CHECK(document.root().find("params").find("notifications").dump() ==
        R"({"toolsListChanged":true,"resourceSubscriptions":["a","b"]})");
}

TEST_CASE("a filter that is none is an error, and so is listening where nothing changes") {
  Fixture server;
  for (const std::string params : {R"("notifications":[])",
                                   R"("other":1)",
                                   R"("notifications":{"resourceSubscriptions":[1]})"}) {
    const Reply reply = server.ask(modern("subscriptions/listen", params));
    CHECK(reply.status == 200);
    CHECK(code(reply) == -32602);
  }
  server.server.changes.reset();
  CHECK(server.ask(listen("")).status == 404);
}

TEST_CASE("a server that ends answers those who listen") {
  Fixture server;
  const Reply reply = server.ask(listen(R"("toolsListChanged":true)", "\"a\""));
  next(reply);
  std::thread draining([&] { server.endpoint.drain(std::chrono::minutes(1)); });
  const auto messages = rest(reply);
  draining.join();
  REQUIRE(messages.size() == 1);
  const Answer farewell(messages[0]);
  CHECK(farewell.id() == "\"a\"");
  CHECK(farewell.result().find("resultType").text() == "complete");
  CHECK(subscription_id(messages[0]) == "\"a\"");
}

TEST_CASE("a listener that hangs up is forgotten") {
  Fixture server;
  std::stop_source gone;
  Request request = listen(R"("toolsListChanged":true)");
  request.gone = gone.get_token();
  {
    const Reply reply = server.ask(request);
    next(reply);
    gone.request_stop();
    CHECK(rest(reply).empty());
  }
  server.server.changes->tools_changed();
  CHECK(server.endpoint.drain(std::chrono::minutes(1)));
}

TEST_CASE("one caller may hold so many streams open") {
  Fixture server;
  std::vector<Reply> open;
  for (std::size_t at = 0; at < base::limits::streams_per_principal_max; ++at)
    open.push_back(server.ask(listen("")));
  CHECK(open.back().status == 200);
  CHECK(server.ask(listen("")).status == 429);
  Request other = listen("");
  other.headers.add("Authorization", "Bearer infrabot-token");
  CHECK(server.ask(other).status == 200);
  open.pop_back();
  CHECK(server.ask(listen("")).status == 200);
  CHECK(server.ask(modern("tools/list")).status == 200);
}
