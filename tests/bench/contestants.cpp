#include "bench/contestants.hpp"

#include <stdexcept>

#include "base/format.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace bench {

support::ServerProcess started(const Command& command, const std::filesystem::path& home) {
  return support::ServerProcess(
      command.front(),
      {command.begin() + 1, command.end()},
      {{"AGENT_SMITH_HOME", home}, {"MEMORY_FILE_PATH", home / "official.jsonl"}});
}

double printed_figure(const std::string& program, const std::vector<std::string>& arguments) {
  const auto finished = support::run_to_end(program, arguments);
  if (finished.exit_code != 0 || finished.lines.empty()) throw std::runtime_error(finished.errors);
  return std::stod(finished.lines.front());
}

Command shared_memory(const Contestants& contestants) {
  Command command = contestants.memory;
  command.insert(command.end(), {"serve", "--http", "127.0.0.1:0"});
  return command;
}

std::string record(int number) {
  return base::format(
      R"({{"type":"decision","title":"Decision number {}","summary":"What was decided in case {}, and it )"
      R"(holds for the whole service.","context":"There were two ways to go and both had a price.",)"
      R"("decision":"Take the first way.","rationale":"It is the simpler one and can be undone."}})",
      number,
      number);
}

StoredRecord store_records(const Contestants& contestants, const std::filesystem::path& home) {
  support::ServerProcess server = started(contestants.memory, home);
  std::string id;
  for (int number = 0; number < 200; ++number) {
    server.send(support::tool_call(number, "write_record", record(number)));
    const support::Answer answer(server.read_line().value());
    id = answer.result().find("structuredContent").find("id").text();
  }
  StoredRecord stored;
  stored.call = support::tool_call(7, "get_record", base::format(R"({{"id":"{}"}})", id));
  server.send(stored.call);
  stored.reply = server.read_line().value();
  return stored;
}

std::string call_request(const StoredRecord& stored) {
  return support::mcp_post(stored.call, support::modern_fields("tools/call", "get_record"));
}

}  // namespace bench
