// Streams of the legacy era that break or are ended early, and what a client gets when it comes
// back (specification 2025-11-25, transports: resumability).

#include "common/endpoint/legacy_client.hpp"

using namespace endpoint;
using support::Answer;

TEST_CASE("a stream begins with an event to come back from, for clients that know it") {
  Fixture server(true);
  server.gate->open();
  LegacyClient client(server);
  const Event first = next(client.call("waits"));
  CHECK(first.text == "id: " + first.id + "\ndata: \n\n");
  CHECK_FALSE(first.id.empty());
  LegacyClient older(server, "2025-06-18");
  CHECK(text_of(next(older.call("waits")).data) == "opened");
}

TEST_CASE("a dropped connection cancels nothing, and the answer is there for who comes back") {
  Fixture server(true);
  LegacyClient client(server);
  std::stop_source gone;
  Request request = client.post_of(
      support::legacy_request(1, "tools/call", R"({"name":"waits","arguments":{}})"));
  request.gone = gone.get_token();
  std::string last_id;
  {
    const Reply broken = server.ask(request);
    last_id = next(broken).id;
    CHECK(server.arrived());
    gone.request_stop();
    CHECK(rest(broken).empty());
  }
  server.gate->open();
  const Reply resumed = client.open(last_id);
  CHECK(resumed.status == 200);
  const auto messages = rest(resumed);
  REQUIRE(messages.size() == 1);
  CHECK(text_of(messages[0]) == "opened");
  CHECK(server.gate->stopped == 0);
}

TEST_CASE("an answer goes to one stream only, the one that came last") {
  Fixture server(true);
  LegacyClient client(server);
  const Reply unasked = client.open();
  const Reply first = client.call("waits");
  const std::string id = next(first).id;
  CHECK(server.arrived());
  const Reply second = client.open(id);
  const Reply third = client.open(id);
  server.gate->open();
  CHECK(rest(first).empty());
  CHECK(rest(third).size() == 1);
  CHECK(rest(second).empty());
  client.end();
  CHECK(rest(unasked).empty());
}

TEST_CASE("a handler can send its client away and the answer waits") {
  Fixture server(true);
  LegacyClient client(server);
  const Reply reply = client.call("leaves");
  const std::string id = next(reply).id;
  CHECK(next(reply).text == "retry: 25\n\n");
  CHECK_FALSE(reply.stream->next());
  const Reply resumed = client.open(id);
  server.gate->open();
  const auto messages = rest(resumed);
  REQUIRE(messages.size() == 1);
  CHECK(text_of(messages[0]) == "came back");
}

TEST_CASE("who comes back for nothing more is told that this was all") {
  Fixture server(true);
  server.gate->open();
  LegacyClient client(server);
  std::string last_id;
  const Reply reply = client.call("waits");
  while (const auto piece = reply.stream->next())
    last_id = Event(*piece).id;
  const Reply again = client.open(last_id);
  CHECK(again.status == 405);
  CHECK(again.headers.find("Allow") == "POST");
}

TEST_CASE("the answer can be had again by who did not see it") {
  Fixture server(true);
  server.gate->open();
  LegacyClient client(server);
  const Reply reply = client.call("waits");
  const std::string id = next(reply).id;
  CHECK(rest(reply).size() == 1);
  CHECK(rest(client.open(id)).size() == 1);
}

TEST_CASE("a stream that is not kept, or another session's, cannot be resumed") {
  Fixture server(true);
  server.gate->open();
  LegacyClient one(server);
  LegacyClient two(server);
  const std::string id = next(one.call("waits")).id;
  CHECK(two.open(id).status == 400);
  for (const std::string wrong : {"99-0", "x", "-", "unasked", "1-x"})
    CHECK(one.open(wrong).status == 400);
}

TEST_CASE("what the server says unasked waits for a stream and resumes as well") {
  Fixture server;
  LegacyClient client(server);
  server.server.changes->tools_changed();
  std::string id;
  {
    const Reply reply = client.open();
    const Event event = next(reply);
    CHECK(Answer(event.data).method() == "notifications/tools/list_changed");
    id = event.id;
  }
  server.server.changes->prompts_changed();
  server.server.changes->resources_changed();
  {
    const Reply lost = client.open(id);
    CHECK(Answer(next(lost).data).method() == "notifications/prompts/list_changed");
  }
  const Reply resumed = client.open(id);
  CHECK(Answer(next(resumed).data).method() == "notifications/prompts/list_changed");
  CHECK(Answer(next(resumed).data).method() == "notifications/resources/list_changed");
}

TEST_CASE("calls that are refused leave no stream behind") {
  Fixture server(true);
  LegacyClient client(server);
  const Reply before = client.call("waits", 1);
  const std::string id = next(before).id;
  server.endpoint.drain(std::chrono::milliseconds(0));
  CHECK(client.call("waits", 2).status == 503);
  const std::string stream = id.substr(0, id.find('-'));
  CHECK(client.open(std::to_string(std::stoi(stream) + 1) + "-0").status == 400);
}
