#include "app/declarations.hpp"

#include "base/text.hpp"
#include "json/document.hpp"
#include "support/catch.hpp"
#include "tests/sample_server/sample.hpp"

TEST_CASE("the declarations are those of tools/list, all on one page") {
  const mcp::Server server = sample::server();
  const auto document = json::parse(app::declarations_json(server));
  REQUIRE(document);
  const json::View root = document->root();
  CHECK(root.find("name").text() == "mcp-sample");
  CHECK(root.find("version").text() == "1.0.0");
  const json::View tools = root.find("tools");
  REQUIRE(tools.size() == server.tools.size());
  for (std::size_t at = 0; at < tools.size(); ++at)
    CHECK(tools.item(at).dump() == mcp::declaration(server.tools[at]));
}

TEST_CASE("the declarations estimate what each tool costs a model") {
  const mcp::Server server = sample::server();
  const auto document = json::parse(app::declarations_json(server));
  REQUIRE(document);
  const json::View tokens = document->root().find("estimated_tokens");
  CHECK(tokens.size() == server.tools.size());
  CHECK(tokens.find("shapes").integer() > tokens.find("echo").integer());
  CHECK(tokens.find("echo").integer() > 20);
}

TEST_CASE("what a model reads before any call is estimated on its own, and in total") {
  const mcp::Server server = sample::server();
  const auto document = json::parse(app::declarations_json(server));
  REQUIRE(document);
  const json::View tokens = document->root().find("estimated_input_tokens");
  REQUIRE(tokens.size() == server.tools.size());
  std::size_t bytes_total = 0;
  for (const mcp::Tool& tool : server.tools) {
    const std::size_t bytes =
        tool.info.name.size() + tool.info.description.size() + tool.input_schema.size();
    bytes_total += bytes;
    CHECK(tokens.find(tool.info.name).integer() ==
          static_cast<std::int64_t>(base::tokens_of(bytes)));
  }
  CHECK(document->root().find("estimated_input_tokens_total").integer() ==
        static_cast<std::int64_t>(base::tokens_of(bytes_total)));
}

TEST_CASE("the declarations of a server without tools are valid") {
  mcp::Server server = sample::server();
  server.tools.clear();
  const auto document = json::parse(app::declarations_json(server));
  REQUIRE(document);
  CHECK(document->root().find("tools").size() == 0);
  CHECK(document->root().find("estimated_input_tokens_total").integer() == 0);
}
