// A server for several clients, on the real binary.

#include <unistd.h>

#include "common/app/shared_server.hpp"
#include "support/places.hpp"

using Catch::Matchers::Contains;
using shared_server::call;
using shared_server::port_in;
using shared_server::SharedServer;
using support::ServerProcess;

TEST_CASE("a shared server says where it is and who gets in, and answers there") {
  SharedServer server;
  CHECK_THAT(server.process.errors(),
             Contains("mcp-sample listening on http://127.0.0.1:" + std::to_string(server.port) +
                      "/mcp (no tokens: whoever reaches the port acts as local)\n"));
  const auto reply = server.ask(call("echo", R"({"text":"hi"})"));
  CHECK(reply.status == 200);
  CHECK(support::Answer(reply.body).text() == "hi");
  const auto health = server.ask(support::http_request("GET", "/healthz"));
  CHECK(health.status == 200);
  CHECK(health.body == R"({"status":"ok"})");
  CHECK(server.process.unread_bytes() == 0);
}

TEST_CASE("without tokens whoever calls is the agent of the environment") {
  const SharedServer server({}, {{"AGENT_NAME", "devbot"}});
  CHECK(support::Answer(server.ask(call("who")).body).text() == "devbot");
}

TEST_CASE("a server ends for each of its signals, whatever its clients hold open") {
  const int signal = GENERATE(SIGTERM, SIGINT, SIGHUP);
  SharedServer server;
  auto idle = server.client();
  idle.send(call("echo"));
  CHECK(idle.read_reply().status == 200);
  auto silent = server.client();
  auto half = server.client();
  half.send("POST /mcp HTT");
  auto stream = server.client();
  stream.send(support::http_request("POST",
                                    "/mcp",
                                    std::string(support::legacy_initialize),
                                    shared_server::fields("initialize")));
  const std::string session = stream.read_reply().header("mcp-session-id");
  stream.send(support::http_request(
      "GET", "/mcp", {}, "Accept: text/event-stream\r\nMcp-Session-Id: " + session + "\r\n"));
  CHECK(stream.read_head().status == 200);
  server.process.signal(signal);
  CHECK(server.process.wait_exit(std::chrono::seconds(10)) == 0);
  CHECK_FALSE(stream.read_piece());
  CHECK(idle.is_closed());
}

TEST_CASE("calls in flight are answered before a server ends, those without end are left") {
  SharedServer server;
  auto slow = server.client();
  slow.send(call("slow"));
  auto stubborn = server.client();
  stubborn.send(call("stubborn"));
  CHECK(support::eventually([&] {
    const auto tally = support::Answer(server.ask(call("tally")).body).text();
    return tally.starts_with("started 2");
  }));
  server.process.signal(SIGTERM);
  CHECK(server.process.wait_exit(std::chrono::seconds(10)) == 0);
  const auto reply = slow.read_reply();
  CHECK(reply.status == 200);
  CHECK(support::Answer(reply.body).text() == "stopped");
}

TEST_CASE("the end of its input does not end a shared server") {
  SharedServer server;
  server.process.close_input();
  server.process.close_output();
  CHECK(server.ask(call("echo")).status == 200);
  CHECK_FALSE(server.process.wait_exit(std::chrono::milliseconds(300)));
  CHECK(server.ask(call("echo")).status == 200);
}

TEST_CASE("a shared server outlives who started it in the background") {
  const std::string command =
      std::string("'") + support::sample_server + "' serve --http 127.0.0.1:0 </dev/null & echo $!";
  ServerProcess shell("/bin/sh", {"-c", command});
  const auto line = shell.read_line();
  REQUIRE(line);
  const pid_t server = std::stoi(*line);
  CHECK(shell.wait_exit() == 0);
  CHECK(support::eventually([&] { return port_in(shell.errors()) != 0; }));
  support::HttpClient client(port_in(shell.errors()));
  client.send(call("echo"));
  CHECK(client.read_reply().status == 200);
  CHECK_FALSE(support::ends_within(server, std::chrono::milliseconds(300)));
  ::kill(server, SIGTERM);
  CHECK(support::ends_within(server, std::chrono::seconds(10)));
}

TEST_CASE("a port that is taken is exit code 1, and says so") {
  const SharedServer server;
  const auto finished = support::run_to_end(
      support::sample_server, {"serve", "--http", "127.0.0.1:" + std::to_string(server.port)});
  CHECK(finished.exit_code == 1);
  CHECK(finished.lines.empty());
  CHECK_THAT(finished.errors,
             Contains("mcp-sample: port " + std::to_string(server.port)) && Contains("taken"));
}

TEST_CASE("options that do not go together are exit code 2, and say what is missing") {
  const auto [options, reason] = GENERATE(table<std::vector<std::string>, std::string>({
      {{"--http", "nowhere"}, "ADDRESS:PORT"},
      {{"--http", "127.0.0.1:65536"}, "ADDRESS:PORT"},
      {{"--http", "256.0.0.1:80"}, "token_sha256"},
      {{"--http", "127.0.0.999:80"}, "is no address"},
      {{"--http", "0.0.0.0:0"}, "token_sha256"},
      {{"--http", "[::]:0"}, "token_sha256"},
      {{"--http", "127.0.0.1:0", "--behind-proxy"}, "token_sha256"},
      {{"--http", "127.0.0.1:0", "--tls-cert", "c.pem"}, "belong together"},
      {{"--http", "127.0.0.1:0", "--tls-key", "k.pem"}, "belong together"},
      {{"--http", "127.0.0.1:0", "--tls-cert", "none.pem", "--tls-key", "none.pem"}, "none.pem"},
      {{"--tls-cert", "c.pem"}, "--http"},
      {{"--behind-proxy"}, "--http"},
      {{"--allow-origin", "http://a"}, "--http"},
  }));
  std::vector<std::string> words{"serve"};
  words.insert(words.end(), options.begin(), options.end());
  const auto finished = support::run_to_end(support::sample_server, words);
  CHECK(finished.exit_code == 2);
  CHECK(finished.lines.empty());
  CHECK_THAT(finished.errors, Contains(reason));
}

TEST_CASE("pages of other origins are refused unless they are allowed") {
  const SharedServer strict;
  const std::string tools = "https://tools.example.com";
  const auto from = [](const std::string& origin) {
    return call("echo", "{}", "Origin: " + origin + "\r\n");
  };
  CHECK(strict.ask(from(tools)).status == 403);
  CHECK(strict.ask(from("http://localhost:6274")).status == 200);
  const SharedServer open({"--allow-origin", tools});
  CHECK(open.ask(from(tools)).status == 200);
  CHECK(open.ask(from("https://other.example.com")).status == 403);
}

TEST_CASE("calls have the time limit of the command line") {
  const SharedServer server({"--call-seconds", "1"});
  const auto reply = server.ask(call("slow"));
  CHECK(reply.status == 200);
  CHECK(support::Answer(reply.body).error_code() == 1002);
}
