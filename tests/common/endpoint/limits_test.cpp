// More calls than a caller, or the server, may have at once.

#include "common/endpoint/legacy_client.hpp"

using namespace endpoint;

namespace {

Request by(const std::string& agent, Request request) {
  request.headers.add("Authorization", "Bearer " + agent + "-token");
  return request;
}

}  // namespace

TEST_CASE("a caller with too many streamed calls is refused, others are not, until some end") {
  Fixture server;
  std::vector<Reply> running;
  for (std::size_t at = 0; at < base::limits::streamed_calls_per_principal_max; ++at)
    running.push_back(server.ask(by("devbot", streamed_call("waits"))));
  const Reply refused = server.ask(by("devbot", streamed_call("waits")));
  CHECK(refused.status == 429);
  CHECK(refused.headers.find("Retry-After"));
  CHECK(code(refused) == 1001);
  CHECK(rest(server.ask(by("infrabot", streamed_call("who")))).size() == 1);
  CHECK(server.ask(by("devbot", modern_call("who"))).status == 200);
  server.gate->open();
  for (const Reply& reply : running)
    CHECK(rest(reply).size() == 1);
  CHECK(support::eventually(
      [&] { return server.ask(by("devbot", streamed_call("who"))).status == 200; }));
}

TEST_CASE("every streamed call that is let in gets a thread, those beyond are refused") {
  Fixture server;
  std::vector<Reply> running;
  constexpr std::size_t max = base::limits::streamed_calls_max;
  for (std::size_t at = 0; at < max; ++at) {
    const std::string agent = "agent" + std::to_string(at / 8);
    running.push_back(server.ask(by(agent, streamed_call("waits"))));
  }
  CHECK(server.arrived(static_cast<int>(max)));
  CHECK(server.ask(by("devbot", streamed_call("waits"))).status == 503);
  CHECK(server.ask(modern("tools/list")).status == 200);
  CHECK(server.ask(modern("server/discover")).status == 200);
  CHECK(server.ask(modern_call("who")).status == 200);
}

TEST_CASE("initialize that fails costs nobody a session") {
  Fixture server;
  LegacyClient first(server);
  for (std::size_t at = 1; at < base::limits::sessions_per_principal_max; ++at)
    LegacyClient another(server);
  Request wrong = post(support::legacy_request(1, "initialize"));
  CHECK(code(server.ask(by("devbot", wrong))) == -32602);
  CHECK(first.send(support::legacy_request(1, "ping")).status == 200);
}
