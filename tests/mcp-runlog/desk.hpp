#pragma once
// The tools of mcp-runlog in this process, called as from outside, for one agent.

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "happenings.hpp"
#include "mcp-runlog/tools.hpp"
#include "mcp/dispatcher.hpp"
#include "mcp/server.hpp"
#include "schema.hpp"
#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/requests.hpp"
#include "support/temporary_directory.hpp"

namespace desk {

/// A clock that goes on by a second each time it is asked, and further when it is told to.
class Ticking {
 public:
  base::Clock clock() const {
    return [now = now_] { return base::Instant(std::chrono::milliseconds(now->fetch_add(1000))); };
  }

  void go_on(std::chrono::milliseconds time) const { now_->fetch_add(time.count()); }

 private:
  std::shared_ptr<std::atomic<std::int64_t>> now_ =
      std::make_shared<std::atomic<std::int64_t>>(1'790'000'000'000);
};

struct Answer {
  std::string text;
  bool is_error = false;
  std::shared_ptr<json::Document> response;

  json::View result() const { return response->root().find("result"); }

  json::View structured() const { return result().find("structuredContent"); }

  json::View list(std::string_view name) const { return structured().find(name); }

  std::string member(std::string_view name) const {
    const json::View value = structured().find(name);
    return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
  }

  /// A member of each entry of a list, in its order.
  std::vector<std::string> each(std::string_view list_name, std::string_view member_name) const {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < list(list_name).size(); ++at)
      all.emplace_back(list(list_name).item(at).find(member_name).text());
    return all;
  }
};

class LastMessage : public mcp::Sink {
 public:
  void send(std::string_view message) override { text = message; }

  std::string text;
};

class Desk {
 public:
  explicit Desk(const std::filesystem::path& home,
                std::string agent = "devbot",
                const Ticking& ticking = {})
      : Desk(std::make_shared<runlog::RunLog>(
                 [home]() -> base::Result<std::filesystem::path> { return home; }, ticking.clock()),
             std::move(agent)) {}

  Desk(std::shared_ptr<runlog::RunLog> run_log, std::string agent)
      : agent_(std::move(agent)), run_log_(std::move(run_log)) {
    server_.name = "desk";
    server_.tools = runlog::tools({std::make_shared<crew::Workplace>(), run_log_});
  }

  /// Another agent on the same run log.
  Desk beside(std::string agent) const { return Desk(run_log_, std::move(agent)); }

  /// As JSON text. Asserts nothing, so it may be called in any thread. `more_meta`: members of
  /// _meta, as JSON text without braces.
  std::string response(const std::string& tool,
                       const std::string& arguments_json,
                       const std::string& more_meta = {}) const {
    std::string request = support::tool_call(1, tool, arguments_json);
    if (!more_meta.empty()) request.insert(request.rfind("\"_meta\":{") + 9, more_meta + ",");
    const auto sink = std::make_shared<LastMessage>();
    const auto identity = [this]() -> base::Result<std::string> { return agent_; };
    const auto session =
        std::make_shared<mcp::Session>(sink, identity, base::limits::call_time_max);
    const mcp::Dispatcher dispatcher(server_);
    if (auto job = dispatcher.accept(request, session).job) job->run();
    return std::move(sink->text);
  }

  /// The structured reply of what is no error must be as the tool declares.
  Answer call(const std::string& tool,
              const std::string& arguments_json,
              const std::string& more_meta = {}) const {
    return answer_of(tool, response(tool, arguments_json, more_meta));
  }

  Answer answer_of(const std::string& tool, const std::string& response) const {
    INFO(tool + ": " + response.substr(0, 3000));
    auto document = json::parse(response);
    REQUIRE(document);
    Answer answer;
    answer.response = std::make_shared<json::Document>(std::move(document).value());
    REQUIRE(answer.result().is(json::Kind::object));
    answer.text = answer.result().find("content").item(0).find("text").text();
    answer.is_error = !answer.result().find("isError").is(json::Kind::absent);
    if (!answer.is_error) CHECK(violations_of(tool, answer.structured()).empty());
    return answer;
  }

  Answer must(const std::string& tool,
              const std::string& arguments_json,
              const std::string& more_meta = {}) const {
    Answer answer = call(tool, arguments_json, more_meta);
    INFO(tool + " " + arguments_json.substr(0, 2000));
    INFO(answer.text.substr(0, 3000));
    REQUIRE_FALSE(answer.is_error);
    return answer;
  }

  /// What it says of the error.
  std::string refused(const std::string& tool, const std::string& arguments_json) const {
    const Answer answer = call(tool, arguments_json);
    INFO(tool + " " + arguments_json.substr(0, 2000));
    INFO(answer.text.substr(0, 3000));
    REQUIRE(answer.is_error);
    return answer.text;
  }

  runlog::Added deliver(std::vector<runlog::Event> events) const {
    runlog::Delivery delivery{.feed = {runlog::Source::hook, "host:one"}};
    delivery.events = std::move(events);
    const auto added = run_log_->take({}, std::move(delivery));
    INFO((added ? "" : added.error().message));
    REQUIRE(added);
    return *added;
  }

  runlog::RunLog& run_log() const { return *run_log_; }

  runlog::RunStore& store() const {
    const auto store = run_log_->ready({});
    REQUIRE(store);
    return **store;
  }

  const std::vector<mcp::Tool>& tools() const { return server_.tools; }

 private:
  std::vector<std::string> violations_of(const std::string& tool, json::View structured) const {
    const auto declared = std::find_if(server_.tools.begin(),
                                       server_.tools.end(),
                                       [&](const mcp::Tool& one) { return one.info.name == tool; });
    REQUIRE(declared != server_.tools.end());
    const auto rule = json::parse(declared->info.output_schema);
    REQUIRE(rule);
    const auto found = schema::violations(rule->root(), structured);
    for (const std::string& violation : found)
      UNSCOPED_INFO(violation);
    return found;
  }

  support::Environment no_run_{"RUN_ID", nullptr};
  std::string agent_;
  std::shared_ptr<runlog::RunLog> run_log_;
  mcp::Server server_;
};

/// {"run_id":RUN} with more members, as JSON text without braces.
inline std::string of_run(const std::string& run_id, const std::string& more = {}) {
  return R"({"run_id":")" + run_id + "\"" + (more.empty() ? "" : "," + more) + "}";
}

}  // namespace desk
