// Who may use a shared server: bearer tokens of team.yaml, on the real binary.

#include "base/digest.hpp"
#include "common/app/shared_server.hpp"
#include "support/places.hpp"
#include "support/temporary_directory.hpp"

using Catch::Matchers::Contains;
using shared_server::call;
using shared_server::SharedServer;

namespace {

constexpr const char* nobody = "version: 1\nagents:\n  - {name: tokenless}\n";

std::string agent(const std::string& name) {
  return "  - {name: " + name + ", token_sha256: " + base::sha256_hex(name + "-secret") + "}\n";
}

std::string who_with(const std::string& token) {
  return call("who", "{}", "Authorization: Bearer " + token + "\r\n");
}

struct Team {
  explicit Team(const std::string& agents) { write(agents); }

  void write(const std::string& agents) const { directory.write("team.yaml", nobody + agents); }

  SharedServer serve(std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--team", (directory.path() / "team.yaml").string()});
    return SharedServer(std::move(more));
  }

  support::TemporaryDirectory directory;
};

}  // namespace

TEST_CASE("with tokens in the team everybody needs one, and is who it says") {
  const Team team(agent("devbot") + agent("infrabot"));
  const SharedServer server = team.serve();
  const auto refused = server.ask(call("who"));
  CHECK(refused.status == 401);
  CHECK_THAT(refused.header("www-authenticate"), Contains("Bearer"));
  CHECK_THAT(support::Answer(refused.body).error_message(), Contains("team.yaml"));
  CHECK(server.ask(who_with("wrong")).status == 401);
  CHECK_THAT(server.ask(who_with("wrong")).header("www-authenticate"), Contains("invalid_token"));
  for (const std::string name : {"devbot", "infrabot"}) {
    const auto reply = server.ask(who_with(name + "-secret"));
    CHECK(reply.status == 200);
    CHECK(support::Answer(reply.body).text() == name);
  }
  CHECK(server.ask(support::http_request("GET", "/healthz")).status == 200);
}

TEST_CASE("an agent that is taken off the team is out at its next request, also on a session") {
  const Team team(agent("devbot") + agent("infrabot"));
  const SharedServer server = team.serve();
  auto client = server.client();
  client.send(who_with("devbot-secret"));
  CHECK(client.read_reply().status == 200);
  team.write(agent("infrabot"));
  client.send(who_with("devbot-secret"));
  CHECK(client.read_reply().status == 401);
  CHECK(server.ask(who_with("infrabot-secret")).status == 200);
  team.write(agent("newbot"));
  CHECK(server.ask(who_with("newbot-secret")).status == 200);
}

TEST_CASE("a team whose last token is gone lets nobody in") {
  const Team team(agent("devbot"));
  const SharedServer server = team.serve();
  team.write("");
  CHECK(server.ask(call("who")).status == 401);
  CHECK(server.ask(who_with("devbot-secret")).status == 401);
}

TEST_CASE("beyond this machine tokens alone are not enough, behind a proxy they are") {
  const Team team(agent("devbot"));
  const std::string file = (team.directory.path() / "team.yaml").string();
  const auto clear =
      support::run_to_end(support::sample_server, {"serve", "--http", "0.0.0.0:0", "--team", file});
  CHECK(clear.exit_code == 2);
  CHECK_THAT(clear.errors, Contains("--tls-cert") && Contains("--behind-proxy"));
  const SharedServer server = team.serve({"--behind-proxy"});
  CHECK(server.ask(who_with("devbot-secret")).status == 200);
}

TEST_CASE("a server behind a proxy takes any Host, and no page's word for it") {
  const Team team(agent("devbot"));
  const SharedServer server = team.serve({"--behind-proxy"});
  std::string request = who_with("devbot-secret");
  request.replace(request.find("localhost"), 9, "mcp.example.com");
  CHECK(server.ask(request).status == 200);
  const std::string origin = "Origin: http://localhost:1\r\n";
  request.insert(request.find("Authorization"), origin);
  CHECK(server.ask(request).status == 403);
}

TEST_CASE("a team file that cannot be read stops a shared server at once") {
  const Team team("  - {name: [}\n");
  const std::string file = (team.directory.path() / "team.yaml").string();
  const auto finished = support::run_to_end(support::sample_server,
                                            {"serve", "--http", "127.0.0.1:0", "--team", file});
  CHECK(finished.exit_code == 2);
  CHECK_THAT(finished.errors, Contains("team.yaml"));
}
