// How a server ends: always soon, with exit code 0, whatever is going on.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/env.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/places.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using support::Answer;
using support::ServerProcess;
using support::tool_call;

/// Launchers kill after 0.4 s; a busy machine and sanitizers get more than that here.
constexpr milliseconds ending_time_max{5000};

/// A pipe has 16 pages; a short line is not split over two of them, so some room stays unused.
constexpr std::size_t pipe_bytes_full = 48'000;

std::string words(const std::string& command) {
  FILE* const output = ::popen(command.c_str(), "r");
  REQUIRE(output != nullptr);
  std::string text;
  for (int byte = std::fgetc(output); byte != EOF; byte = std::fgetc(output))
    text += static_cast<char>(byte);
  text += base::format("exit {}", WEXITSTATUS(::pclose(output)));
  return text;
}

void check_ends(ServerProcess& server, const char* how) {
  const auto start = steady_clock::now();
  CHECK(server.wait_exit(ending_time_max) == 0);
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
  UNSCOPED_INFO(how << ": " << took.count() << " ms");
  if (base::env("PRINT_MEASUREMENTS")) {
    std::fprintf(stderr, "%s: %d ms\n", how, static_cast<int>(took.count()));
  }
}

void wait_until_ready(ServerProcess& server) {
  server.send(R"({"jsonrpc":"2.0","id":0,"method":"ping"})");
  REQUIRE(server.read_line());
}

/// Returns when the server has no room left to write to: one of its threads blocks in a write.
void fill_output(ServerProcess& server) {
  server.send(support::legacy_initialize);
  REQUIRE(server.read_line());
  server.send(support::legacy_request(1, "tools/call", R"({"name":"chatter","arguments":{}})"));
  server.send(tool_call(2, "big", R"({"bytes":1000000})"));
  REQUIRE(server.read_line());  // chatter has begun; from here on nobody reads
  REQUIRE(support::eventually([&] { return server.unread_bytes() > pipe_bytes_full; }));
}

/// Closes one of the standard streams in a shell before the server starts.
std::string with_stream_closed(const char* redirection) {
  return words(base::format("'{}' {}", support::sample_server, redirection));
}

}  // namespace

TEST_CASE("the end of the input ends the server when everything was answered") {
  ServerProcess server(support::sample_server);
  wait_until_ready(server);
  // A fraction of the time that they get.
  for (int id = 1; id <= 8; ++id)
    server.send(tool_call(id, "slow", R"({"wait_ms":5})"));
  server.close_input();
  CHECK(server.read_to_end().size() == 8);
  check_ends(server, "end of input");
}

TEST_CASE("a call that outlasts the end of the input is told to stop") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "slow"));
  server.send_bytes(tool_call(2, "echo"));  // the last line needs no line break
  server.close_input();
  const auto line = server.read_line();
  REQUIRE(line);
  CHECK(Answer(*line).id() == "2");
  const auto last = server.read_line();
  REQUIRE(last);
  CHECK(Answer(*last).text() == "stopped");
  check_ends(server, "end of input with a slow call");
}

TEST_CASE("an empty input is the end") {
  CHECK(words(base::format("'{}' </dev/null", support::sample_server)) == "exit 0");
  ServerProcess server(support::sample_server);
  server.close_input();
  check_ends(server, "no input");
}

TEST_CASE("a signal ends an idle server") {
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  ServerProcess server(support::sample_server);
  wait_until_ready(server);
  server.signal(signal);
  check_ends(server, "signal");
}

TEST_CASE("a signal ends a server whose threads are all busy with calls that do not stop") {
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  ServerProcess server(support::sample_server);
  for (int id = 1; id <= 4; ++id)
    server.send(tool_call(id, "stubborn"));
  wait_until_ready(server);
  server.signal(signal);
  check_ends(server, "signal with four stubborn calls");
}

TEST_CASE("a signal lets a call that is nearly done answer") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "stubborn", R"({"wait_ms":50})"));
  wait_until_ready(server);
  server.signal(SIGTERM);
  const auto line = server.read_line();
  REQUIRE(line);
  CHECK(Answer(*line).text() == "finished");
  check_ends(server, "signal with a short call");
}

TEST_CASE("a signal ends a server whose client does not read") {
  ServerProcess server(support::sample_server);
  fill_output(server);
  server.signal(SIGTERM);
  check_ends(server, "signal with a full pipe");
}

TEST_CASE("a signal ends a server that blocks while it answers") {
  ServerProcess server(support::sample_server);
  server.send(tool_call(1, "big", R"({"bytes":1000000})"));
  for (int id = 2; id <= 20; ++id)
    server.send(support::request(id, "tools/list"));
  REQUIRE(support::eventually([&] { return server.unread_bytes() > pipe_bytes_full; }));
  server.send(support::cancellation(1));
  server.signal(SIGTERM);
  check_ends(server, "signal with a blocked answer");
}

TEST_CASE("the end of the input ends a server whose client does not read") {
  ServerProcess server(support::sample_server);
  fill_output(server);
  server.close_input();
  check_ends(server, "end of input with a full pipe");
}

TEST_CASE("a server that nobody listens to any more ends when it notices") {
  ServerProcess server(support::sample_server);
  wait_until_ready(server);
  server.close_output();
  server.send(tool_call(1, "echo"));
  check_ends(server, "closed output");
}

TEST_CASE("closed standard streams are no harm") {
  CHECK(with_stream_closed("<&-") == "exit 0");
  CHECK(with_stream_closed("</dev/null >&-") == "exit 0");
  CHECK(with_stream_closed("</dev/null 2>&-") == "exit 0");
  CHECK(with_stream_closed("<&- >&- 2>&-") == "exit 0");
  const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  CHECK(words(base::format("echo '{}' | '{}' 2>&-", ping, support::sample_server)) ==
        R"({"jsonrpc":"2.0","id":1,"result":{}})"
        "\nexit 0");
}

TEST_CASE("a server ends with the process that started it, though its input stays open") {
  int input[2];
  int output[2];
  REQUIRE(::pipe2(input, O_CLOEXEC) == 0);
  REQUIRE(::pipe2(output, O_CLOEXEC) == 0);
  // The shell in between starts the server in the background, tells its process id, and is killed.
  const pid_t parent = ::fork();
  if (parent == 0) {
    ::dup2(input[0], STDIN_FILENO);
    ::dup2(output[1], STDOUT_FILENO);
    const std::string script =
        base::format("exec 3<&0; '{}' <&3 & echo $!; wait", support::sample_server);
    ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(output[1]);
  FILE* const lines = ::fdopen(output[0], "r");
  int server = 0;
  REQUIRE(std::fscanf(lines, "%d", &server) == 1);
  const std::string_view ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n";
  REQUIRE(::write(input[1], ping.data(), ping.size()) == static_cast<ssize_t>(ping.size()));
  char answer[100] = {};
  REQUIRE(std::fscanf(lines, "%99s", answer) == 1);
  CHECK(std::string(answer) == R"({"jsonrpc":"2.0","id":1,"result":{}})");
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  CHECK(support::ends_within(server, ending_time_max));
  std::fclose(lines);
  ::close(input[0]);
  ::close(input[1]);
}
