// What every tool says of itself, and what all of them cost a model before the first call.

#include "app/declarations.hpp"
#include "base/text.hpp"
#include "desk.hpp"

using Catch::Contains;

namespace {

struct Declared {
  std::string_view name;
  std::string_view title;
  std::string_view purpose;  ///< in its description
  bool read_only;
  bool idempotent;
};

constexpr Declared all[] = {
    {"start_run", "Begin a run", "one piece of work", false, true},
    {"log_event", "Say what happened", "that no tool call shows", false, false},
    {"finish_run", "End a run", "what came of a run", false, true},
    {"get_timeline", "Timeline of a run", "What happened in a run, in order", true, false},
    {"get_event", "One event", "with its whole body", true, false},
    {"list_runs", "Runs", "newest first", true, false},
    {"search_runs", "Search what happened", "by words", true, false},
    {"run_summary", "Summary of a run", "at a glance", true, false},
    {"file_changes", "Changed files", "What a run changed in files", true, false},
    {"export_run", "Export a run", "Write a run to a file", false, true},
    {"source_status", "State of the sources", "which sources deliver", true, false}};

bool flag(json::View annotations, std::string_view name) {
  const json::View value = annotations.find(name);
  return value.is(json::Kind::boolean) && value.boolean();
}

json::Document declared() {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  mcp::Server server;
  server.tools = devbot.tools();
  auto document = json::parse(app::declarations_json(server));
  REQUIRE(document);
  return std::move(document).value();
}

}  // namespace

TEST_CASE("the tools are these eleven, with title, purpose and what a client may assume") {
  const json::Document document = declared();
  const json::View tools = document.root().find("tools");
  REQUIRE(tools.size() == std::size(all));
  for (std::size_t at = 0; at < tools.size(); ++at) {
    const json::View tool = tools.item(at);
    INFO(all[at].name);
    CHECK(tool.find("name").text() == all[at].name);
    CHECK(tool.find("title").text() == all[at].title);
    const std::string description = base::lower(tool.find("description").text());
    CHECK_THAT(description, Contains(base::lower(all[at].purpose)));
    const json::View annotations = tool.find("annotations");
    CHECK(flag(annotations, "readOnlyHint") == all[at].read_only);
    CHECK(flag(annotations, "idempotentHint") == all[at].idempotent);
    CHECK_FALSE(flag(annotations, "destructiveHint"));
    CHECK_FALSE(flag(annotations, "openWorldHint"));
    CHECK(tool.find("outputSchema").find("type").text() == "object");
  }
}

TEST_CASE("all tools together cost a model few tokens") {
  const json::Document document = declared();
  CHECK(document.root().find("estimated_input_tokens_total").integer() <= 8000);
  const std::size_t bytes = document.root().find("tools").dump().size();
  CHECK(base::tokens_of(bytes) <= 8000);
}
