// What comes in on stdin: hostile, huge, or nothing at all.

#include <random>

#include "base/limits.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"

namespace {

using support::Answer;
using support::ServerProcess;
using support::tool_call;

Answer next_answer(ServerProcess& server) {
  const auto line = server.read_line();
  REQUIRE(line);
  return Answer(*line);
}

void check_is_well(ServerProcess& server) {
  server.send(tool_call(4711, "echo", R"({"text":"well"})"));
  const Answer answer = next_answer(server);
  CHECK(answer.id() == "4711");
  CHECK(answer.text() == "well");
}

/// A call of echo whose line has exactly that many bytes, by white space at its end.
std::string line_of(std::size_t bytes) {
  std::string line = tool_call(1, "echo");
  line.append(bytes - line.size(), ' ');
  return line;
}

}  // namespace

TEST_CASE("a message may be as long as the limit; a longer one is refused and the next is served") {
  ServerProcess server(support::sample_server);
  server.send(line_of(base::limits::message_bytes_max));
  CHECK(next_answer(server).text() == "echo");
  server.send(line_of(base::limits::message_bytes_max + 1));
  const Answer refused = next_answer(server);
  CHECK(refused.error_code() == -32600);
  CHECK(refused.id().empty());
  CHECK(refused.error_message().find("4194304") != std::string::npos);
  check_is_well(server);
}

TEST_CASE("garbage is answered line by line and service goes on") {
  ServerProcess server(support::sample_server);
  std::mt19937 random(20261122);
  for (int round = 0; round < 200; ++round) {
    std::string line = "\x01";
    for (std::size_t bytes = random() % 300; bytes > 0; --bytes) {
      const char byte = static_cast<char>(random() % 256);
      line += byte == '\n' ? ' ' : byte;
    }
    server.send(line);
    CHECK(next_answer(server).error_code() == -32700);
  }
  check_is_well(server);
}

TEST_CASE("endless garbage without a line break takes no memory") {
  ServerProcess server(support::sample_server);
  check_is_well(server);
  const std::size_t before_kib = server.memory_peak_kib();
  const std::string garbage(1'000'000, '[');
  for (int count = 0; count < 100; ++count)
    REQUIRE(server.send_bytes(garbage));
  server.send("");
  CHECK(next_answer(server).error_code() == -32600);
  check_is_well(server);
  CHECK(server.memory_peak_kib() - before_kib < 64 * 1024);
}

TEST_CASE("a deeply nested message is refused with its id") {
  ServerProcess server(support::sample_server);
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  server.send(R"({"jsonrpc":"2.0","id":9,"method":"x","params":{"a":)" + deep + "}}");
  const Answer refused = next_answer(server);
  CHECK(refused.id() == "9");
  CHECK(refused.error_code() == -32600);
  check_is_well(server);
}

TEST_CASE("messages that arrive byte by byte are understood") {
  ServerProcess server(support::sample_server);
  for (const char byte : tool_call(1, "echo") + "\r\n")
    server.send_bytes({&byte, 1});
  CHECK(next_answer(server).text() == "echo");
}

TEST_CASE("many messages in one piece are all answered") {
  ServerProcess server(support::sample_server);
  std::string piece;
  for (int id = 1; id <= 100; ++id)
    piece += tool_call(id, "echo") + "\n\n";
  server.send_bytes(piece);
  for (int count = 0; count < 100; ++count)
    CHECK(next_answer(server).text() == "echo");
}
