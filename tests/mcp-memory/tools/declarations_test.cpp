// What every tool says of itself, and what all of them cost a model before the first call.

#include "app/declarations.hpp"
#include "desk.hpp"

namespace {

/// Each tool with words of its purpose.
constexpr std::pair<std::string_view, std::string_view> purposes[] = {
    {"brief", "What to know before starting work"},
    {"find_records", "Search what the crew recorded"},
    {"read_records", "List what was recorded"},
    {"get_record", "Read everything that one record says"},
    {"record_history", "How a record came to say what it says"},
    {"changes_since", "What other agents changed"},
    {"write_record", "Keep a typed record"},
    {"update_record", "Change what one of your own records says"},
    {"supersede_record", "Put a new record in the place of one that no longer holds"},
    {"link_records", "Say how two records stand to each other"},
    {"confirm_record", "say whether it worked"},
    {"memory_status", "What is in this project's memory"}};

constexpr std::string_view read_only =
    " brief find_records read_records get_record record_history memory_status ";

json::Document declared() {
  const support::TemporaryDirectory home;
  const auto workplace = std::make_shared<crew::Workplace>();
  const auto memory = std::make_shared<memory::Memory>(
      [path = home.path()] { return base::Result<std::filesystem::path>(path); },
      base::system_clock());
  mcp::Server server;
  server.tools = memory::tools({workplace, memory});
  return sample::parsed(app::declarations_json(server));
}

}  // namespace

TEST_CASE("the names of the tools are these twelve: agents have them in their prompts") {
  const json::Document declarations = declared();
  const json::View tools = declarations.root().find("tools");
  REQUIRE(tools.size() == std::size(purposes));
  for (std::size_t at = 0; at < tools.size(); ++at)
    CHECK(tools.item(at).find("name").text() == purposes[at].first);
}

TEST_CASE(
    "every tool has title, annotations, output schema and its purpose in the first sentence") {
  const json::Document declarations = declared();
  for (std::size_t at = 0; at < std::size(purposes); ++at) {
    const json::View tool = declarations.root().find("tools").item(at);
    const std::string name(tool.find("name").text());
    INFO(name);
    CHECK_FALSE(tool.find("title").text().empty());
    const std::string_view description = tool.find("description").text();
    CHECK_THAT(std::string(description.substr(0, description.find('.'))),
               Catch::Contains(std::string(purposes[at].second)));
    const json::View annotations = tool.find("annotations");
    const bool changes_nothing = read_only.find(" " + name + " ") != std::string_view::npos;
    CHECK(annotations.find("readOnlyHint").boolean() == changes_nothing);
    CHECK_FALSE(annotations.find("openWorldHint").boolean());
    if (!changes_nothing) CHECK_FALSE(annotations.find("destructiveHint").boolean());
    CHECK(tool.find("inputSchema").find("type").text() == "object");
    CHECK(tool.find("outputSchema").find("type").text() == "object");
    CHECK(tool.find("outputSchema").find("required").size() > 0);
  }
}

TEST_CASE("all tools together cost a model few tokens, and write_record not most of them") {
  const json::Document declarations = declared();
  CHECK(declarations.root().find("estimated_input_tokens_total").integer() <= 8000);
  const json::View each = declarations.root().find("estimated_input_tokens");
  CHECK(each.find("write_record").integer() <= 2500);
  for (const auto& [name, purpose] : purposes) {
    INFO(name);
    CHECK(each.find(name).integer() > 50);
  }
}
