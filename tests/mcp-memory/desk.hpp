#pragma once
// The tools of mcp-memory in this process, called as from outside, for one agent in one project.

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "app/exchange.hpp"
#include "mcp-memory/tools.hpp"
#include "samples.hpp"
#include "support/temporary_directory.hpp"
#include "test_log.hpp"

namespace desk {

struct Answer {
  std::string text;
  bool is_error = false;
  std::shared_ptr<json::Document> response;

  /// Of the JSON text of a response.
  static Answer of(const std::string& response) {
    Answer answer;
    answer.response = std::make_shared<json::Document>(sample::parsed(response));
    INFO(response.substr(0, 3000));
    REQUIRE(answer.result().is(json::Kind::object));
    answer.text = answer.result().find("content").item(0).find("text").text();
    answer.is_error = !answer.result().find("isError").is(json::Kind::absent);
    return answer;
  }

  json::View result() const { return response->root().find("result"); }

  json::View structured() const { return result().find("structuredContent"); }

  std::string member(std::string_view name) const {
    const json::View value = structured().find(name);
    return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
  }
};

/// A clock that goes on by a second each time it is asked.
inline base::Clock ticking_clock() {
  auto now = std::make_shared<std::atomic<std::int64_t>>(1'790'000'000'000);
  return [now] { return base::Instant(std::chrono::milliseconds(now->fetch_add(1000))); };
}

class Desk {
 public:
  explicit Desk(const std::filesystem::path& home,
                const std::string& project = "shop",
                std::string agent = "devbot")
      : Desk(std::make_shared<memory::Memory>(test_log::sources_for(home), ticking_clock()),
             project,
             std::move(agent)) {}

  Desk(std::shared_ptr<memory::Memory> memory,
       const std::string& project,
       std::string agent,
       const std::filesystem::path& directory = "/")
      : agent_(std::move(agent)), memory_(std::move(memory)) {
    auto workplace = std::make_shared<crew::Workplace>();
    workplace->launch.project = project;
    workplace->launch.directory = directory;
    server_.name = "desk";
    server_.tools = memory::tools({workplace, memory_});
  }

  /// Another agent, or another project, on the same store.
  Desk beside(const std::string& project, std::string agent) const {
    return Desk(memory_, project, std::move(agent));
  }

  /// The same project and store, from a checkout.
  Desk inside(const std::filesystem::path& directory, std::string agent = "devbot") const {
    return Desk(memory_, "shop", std::move(agent), directory);
  }

  /// As JSON text. Asserts nothing, so it may be called in any thread.
  std::string response(const std::string& tool, const std::string& arguments_json) const {
    const auto identity = [this]() -> base::Result<std::string> { return agent_; };
    return app::call_tool(server_, identity, tool, arguments_json).response;
  }

  Answer call(const std::string& tool, const std::string& arguments_json) const {
    return Answer::of(response(tool, arguments_json));
  }

  Answer must(const std::string& tool, const std::string& arguments_json) const {
    Answer answer = call(tool, arguments_json);
    INFO(tool + " " + arguments_json.substr(0, 2000));
    INFO(answer.text.substr(0, 3000));
    REQUIRE_FALSE(answer.is_error);
    return answer;
  }

  /// The id of what was written.
  std::string write(const std::string& record_json) const {
    return must("write_record", record_json).member("id");
  }

  memory::Memory& memory() const { return *memory_; }

 private:
  std::string agent_;
  std::shared_ptr<memory::Memory> memory_;
  mcp::Server server_;
};

/// The text behind the last `marker`, up to the end of its line.
inline std::string after(const std::string& text, const std::string& marker) {
  const std::size_t begin = text.rfind(marker);
  if (begin == std::string::npos) return {};
  const std::size_t from = begin + marker.size();
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace desk
