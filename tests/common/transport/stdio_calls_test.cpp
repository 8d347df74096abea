// Calls of a real server over its pipes: nothing that one call does may hold up another.

#include <set>

#include "base/limits.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/places.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"

namespace {

using support::Answer;
using support::cancellation;
using support::request;
using support::ServerProcess;
using support::tool_call;

Answer next(ServerProcess& server) {
  const auto line = server.read_line();
  REQUIRE(line);
  return Answer(*line);
}

std::string tally(ServerProcess& server, int id) {
  server.send(tool_call(id, "tally"));
  return next(server).text();
}

/// Waits until the tools of the server have counted this.
bool tally_becomes(ServerProcess& server, const std::string& expected) {
  int id = 90'000;
  return support::eventually([&] { return tally(server, ++id) == expected; });
}

}  // namespace

TEST_CASE("a slow tool holds up neither ping, discover, lists nor other tools") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "slow"));
  server.send(R"({"jsonrpc":"2.0","id":2,"method":"ping"})");
  CHECK(next(server).id() == "2");
  server.send(request(3, "server/discover"));
  CHECK(next(server).id() == "3");
  server.send(request(4, "tools/list"));
  CHECK(next(server).id() == "4");
  server.send(tool_call(5, "echo"));
  CHECK(next(server).text() == "echo");
  server.send(cancellation(1));
  CHECK(tally_becomes(server, "started 1, stopped 1, finished 0"));
}

TEST_CASE("with every thread busy, what needs none is answered") {
  ServerProcess server(support::sample_server);
  for (int id = 1; id <= 4; ++id)
    server.send(tool_call(id, "stubborn", R"({"wait_ms":300})"));
  server.send(R"({"jsonrpc":"2.0","id":5,"method":"ping"})");
  CHECK(next(server).id() == "5");
  server.send(tool_call(6, "echo"));
  std::set<std::string> ids;
  for (int count = 0; count < 5; ++count)
    ids.insert(next(server).id());
  CHECK(ids == std::set<std::string>{"1", "2", "3", "4", "6"});
}

TEST_CASE("a cancelled call stops, is never answered, and its id is free at once") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "slow"));
  REQUIRE(tally_becomes(server, "started 1, stopped 0, finished 0"));
  server.send(cancellation(1));
  server.send(tool_call(1, "echo", R"({"text":"the same id"})"));
  const Answer answer = next(server);
  CHECK(answer.id() == "1");
  CHECK(answer.text() == "the same id");
  CHECK(tally_becomes(server, "started 1, stopped 1, finished 0"));
  server.close_input();
  CHECK(server.read_to_end().empty());
}

TEST_CASE("a call that is cancelled while it waits for a thread never begins") {
  ServerProcess server(support::sample_server);
  for (int id = 1; id <= 4; ++id)
    server.send(tool_call(id, "stubborn", R"({"wait_ms":200})"));
  server.send(tool_call(5, "stubborn"));
  server.send(cancellation(5));
  for (int count = 0; count < 4; ++count)
    CHECK(next(server).id() != "5");
  CHECK(tally_becomes(server, "started 4, stopped 0, finished 4"));
}

TEST_CASE("cancelling what is unknown, answered or nonsense is ignored") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "echo"));
  CHECK(next(server).id() == "1");
  server.send(cancellation(1));
  server.send(cancellation(77));
  server.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled"})");
  server.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":[]}})");
  server.send(tool_call(2, "echo"));
  CHECK(next(server).id() == "2");
}

TEST_CASE("an id that is in flight is refused and the first call goes on") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "slow", R"({"wait_ms":300})"));
  server.send(tool_call(1, "echo"));
  CHECK(next(server).error_code() == -32600);
  CHECK(next(server).text() == "finished");
}

TEST_CASE("a cancellation that races with the end of its call leaves at most one answer") {
  constexpr int rounds = 500;
  ServerProcess server(support::sample_server);
  std::set<std::string> answered;
  for (int id = 1; id <= rounds; ++id) {
    server.send(tool_call(id, "slow", id % 2 == 0 ? R"({"wait_ms":0})" : R"({"wait_ms":1})"));
    server.send(request(id + rounds, "server/discover"));
    if (id % 3 == 0) server.send(request(-id, "tools/list"));
    server.send(cancellation(id));
    while (!answered.contains(std::to_string(id + rounds))) {
      const Answer answer = next(server);
      CHECK(answer.error_code() == 0);
      CHECK(answered.insert(answer.id()).second);
    }
  }
  server.close_input();
  for (const std::string& line : server.read_to_end())
    CHECK(answered.insert(Answer(line).id()).second);
  CHECK(server.wait_exit() == 0);
}

TEST_CASE("what is answered after a cancellation is the next call with that id") {
  ServerProcess server(support::sample_server);
  for (int round = 0; round < 200; ++round) {
    server.send(tool_call(1, "slow"));
    server.send(cancellation(1));
    server.send(tool_call(1, "echo", base::format(R"({{"text":"{}"}})", round)));
    CHECK(next(server).text() == std::to_string(round));
  }
}

TEST_CASE("too many calls at once are refused, and the others are served") {
  constexpr int limit = static_cast<int>(base::limits::requests_in_flight_max);
  ServerProcess server(support::sample_server);
  for (int id = 1; id <= limit; ++id)
    server.send(tool_call(id, "slow"));
  server.send(tool_call(limit + 1, "echo"));
  const Answer refused = next(server);
  CHECK(refused.id() == std::to_string(limit + 1));
  CHECK(refused.error_code() == 1001);
  for (int id = 1; id <= limit; ++id)
    server.send(cancellation(id));
  server.send(tool_call(1, "echo"));
  CHECK(next(server).text() == "echo");
}

TEST_CASE("a call that takes too long is answered with an error and told to stop") {
  ServerProcess server(support::sample_server, {"serve", "--call-seconds", "1"});
  server.send(tool_call(1, "slow"));
  server.send(tool_call(2, "stubborn", R"({"wait_ms":1500})"));
  for (int count = 0; count < 2; ++count) {
    const Answer answer = next(server);
    CHECK(answer.error_code() == 1002);
    CHECK(answer.error_message().find("1 s") != std::string::npos);
  }
  CHECK(tally_becomes(server, "started 2, stopped 1, finished 1"));
  server.close_input();
  CHECK(server.read_to_end().empty());
}

TEST_CASE("a tool that throws is an internal error without its details, and service goes on") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "throws"));
  const Answer answer = next(server);
  CHECK(answer.error_code() == -32603);
  CHECK(answer.error_message().find("secret") == std::string::npos);
  CHECK(server.errors().find("a secret detail") != std::string::npos);
  server.send(tool_call(2, "echo"));
  CHECK(next(server).text() == "echo");
}

TEST_CASE("a reply of many megabytes arrives whole") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "big", R"({"bytes":20000000})"));
  CHECK(next(server).text().size() == 20'000'000);
}

TEST_CASE("what a library prints does not get between the messages") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "prints"));
  CHECK(next(server).text() == "printed");
  server.close_input();
  CHECK(server.read_to_end().empty());
  CHECK(server.errors().find("printed by a library") != std::string::npos);
  CHECK(server.errors().find("written by a library") != std::string::npos);
}

TEST_CASE("progress reaches the client before the answer, growing, and only where it is wanted") {
  ServerProcess server(support::sample_server);
  server.send(request(1, "tools/call", R"("name":"progress","arguments":{"pause_ms":50})"));
  CHECK(next(server).id() == "1");
  const std::string arguments = R"("name":"progress","arguments":{"pause_ms":50})";
  server.send(base::format(
      R"({{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{{{},"_meta":{{"progressToken":7,)"
      R"("io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
      R"("io.modelcontextprotocol/clientCapabilities":{{}}}}}}}})",
      arguments));
  for (int step = 1; step <= 3; ++step)
    CHECK(next(server).method() == "notifications/progress");
  CHECK(next(server).text() == "went all the way");
}
