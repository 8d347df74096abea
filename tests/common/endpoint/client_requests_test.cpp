// Requests of the server to a legacy client: on the stream of the call, answered by another POST.

#include "common/endpoint/legacy_client.hpp"

using namespace endpoint;
using support::Answer;

namespace {

std::string answer_to(const std::string& id, const std::string& what) {
  return R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":{"said":")" + what + "\"}}";
}

/// The id of the server's question.
std::string asked(const Reply& reply) {
  next(reply);  // to come back from
  const Answer question(next(reply).data);
  CHECK(question.method() == "sampling/createMessage");
  return question.id();
}

}  // namespace

TEST_CASE("a question goes out on the stream of its call, and its answer comes by POST") {
  Fixture server;
  LegacyClient client(server);
  const Reply call = client.call("asks");
  const Reply taken = client.send(answer_to(asked(call), "yes"));
  CHECK(taken.status == 202);
  CHECK(taken.body.empty());
  const auto messages = rest(call);
  REQUIRE(messages.size() == 1);
  CHECK(text_of(messages[0]) == R"({"said":"yes"})");
}

TEST_CASE("an answer from another session or another caller is not taken") {
  Fixture server;
  LegacyClient client(server);
  LegacyClient same_agent(server);
  LegacyClient other_agent(server, "2025-11-25", "infrabot");
  const Reply call = client.call("asks");
  const std::string id = asked(call);
  CHECK(same_agent.send(answer_to(id, "forged")).status == 202);
  other_agent.session = client.session;
  CHECK(other_agent.send(answer_to(id, "forged")).status == 404);
  CHECK(server.ask(post(answer_to(id, "forged"))).status == 202);
  client.send(answer_to(id, "right"));
  client.send(answer_to(id, "again"));
  CHECK(text_of(rest(call).back()) == R"({"said":"right"})");
}

TEST_CASE("an error as the answer is the tool's to report") {
  Fixture server;
  LegacyClient client(server);
  const Reply call = client.call("asks");
  client.send(R"({"jsonrpc":"2.0","id":)" + asked(call) +
              R"(,"error":{"code":-1,"message":"the user said no"}})");
  CHECK_THAT(text_of(rest(call).back()), Catch::Matchers::Contains("the user said no"));
}

TEST_CASE("a question is asked again of nobody, but a client that comes back sees it") {
  Fixture server;
  LegacyClient client(server);
  std::string id;
  {
    const Reply broken = client.call("asks");
    id = next(broken).id;
  }
  const Reply resumed = client.open(id);
  client.send(answer_to(asked(resumed), "late"));
  CHECK(text_of(rest(resumed).back()) == R"({"said":"late"})");
}

TEST_CASE("a call that waits for an answer ends when its session does") {
  Fixture server;
  LegacyClient client(server);
  const Reply call = client.call("asks");
  asked(call);
  client.end();
  CHECK_THAT(text_of(rest(call).back()), Catch::Matchers::Contains("nobody waits"));
}
