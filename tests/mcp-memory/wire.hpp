#pragma once
// mcp-memory as other programs meet it: real processes on one store.

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "samples.hpp"
#include "support/places.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace wire {

using Variables = std::map<std::string, std::string>;

/// Nothing of the developer's own environment. Empty counts as unset.
inline Variables variables(const std::filesystem::path& home, const Variables& more = {}) {
  Variables all = {{"AGENT_SMITH_HOME", home.string()},
                   {"AGENT_SMITH_PROJECT", "shop"},
                   {"AGENT_SMITH_TEAM", ""},
                   {"AGENT_SMITH_NATS", ""},
                   {"AGENT_SMITH_NATS_PASSWORD", ""},
                   {"AGENT_NAME", ""},
                   {"RUN_ID", ""}};
  for (const auto& [name, value] : more)
    all[name] = value;
  return all;
}

/// The structured reply of a tool; its text if it was an error.
struct Reply {
  support::Answer answer;

  bool is_error() const { return !answer.result().find("isError").is(json::Kind::absent); }

  std::string text() const { return answer.text(); }

  json::View structured() const { return answer.result().find("structuredContent"); }

  std::string member(std::string_view name) const {
    const json::View value = structured().find(name);
    return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
  }
};

/// One client of one server process. Failures of the machinery throw, so it may live in a thread.
class Client {
 public:
  /// An empty `directory` is that of this process.
  explicit Client(const std::filesystem::path& home,
                  const Variables& more = {},
                  const std::vector<std::string>& arguments = {},
                  const std::filesystem::path& directory = {})
      : server_(directory.empty() ? support::memory_server : "/usr/bin/env",
                words(arguments, directory),
                variables(home, more)) {}

  Reply call(std::string_view tool, std::string_view arguments = "{}") {
    server_.send(support::tool_call(++id_, tool, arguments));
    return Reply{next()};
  }

  support::Answer next() {
    const auto line = server_.read_line();
    if (!line) throw std::runtime_error("no answer; stderr: " + server_.errors());
    return support::Answer(*line);
  }

  bool answers_ping() {
    server_.send(support::legacy_request(++id_, "ping"));
    return next().error_code() == 0;
  }

  support::ServerProcess& server() { return server_; }

 private:
  static std::vector<std::string> words(std::vector<std::string> arguments,
                                        const std::filesystem::path& directory) {
    if (!directory.empty())
      arguments.insert(arguments.begin(), {"-C", directory.string(), support::memory_server});
    return arguments;
  }

  support::ServerProcess server_;
  int id_ = 0;
};

/// The ids of all records of the project.
inline std::vector<std::string> all_ids(Client& client) {
  std::vector<std::string> ids;
  std::string cursor;
  do {
    const std::string from = cursor.empty() ? "" : ",\"cursor\":\"" + cursor + "\"";
    const Reply page =
        client.call("read_records", R"({"limit":100,"budget_tokens":20000)" + from + "}");
    if (page.is_error()) throw std::runtime_error(page.text());
    const json::View records = page.structured().find("records");
    for (std::size_t at = 0; at < records.size(); ++at)
      ids.emplace_back(records.item(at).find("id").text());
    const json::View next = page.structured().find("next_cursor");
    cursor = next.is(json::Kind::text) ? std::string(next.text()) : std::string();
  } while (!cursor.empty());
  return ids;
}

inline support::Finished run(const std::filesystem::path& home,
                             std::vector<std::string> arguments,
                             const Variables& more = {}) {
  return support::run_to_end(support::memory_server, std::move(arguments), variables(home, more));
}

}  // namespace wire
