#pragma once
// A server with one of everything, for the tests and the fuzzer of the dispatcher. No I/O.

#include <stdexcept>
#include <string>

#include "mcp/server.hpp"

namespace support {

struct EchoArguments {
  std::string text;
  int times = 1;
};

inline mcp::Tool echo_tool() {
  return mcp::tool<EchoArguments>(
      {.name = "echo", .title = "Echo", .description = "Says it again."},
      json::Shape<EchoArguments>{
          {json::field("text", &EchoArguments::text, "What to say.").characters(1, 50),
           json::field("times", &EchoArguments::times, "How often.").between(1, 3).defaulted()}},
      [](const EchoArguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        std::string said;
        for (int count = 0; count < arguments.times; ++count) {
          call.progress(count + 1, arguments.times);
          call.log(mcp::LogLevel::info, "echo", arguments.text);
          said += arguments.text;
        }
        return mcp::text_reply(said);
      });
}

struct NoArguments {};

template <class Body>
mcp::Tool plain_tool(std::string name, Body body, std::vector<std::string> client_features = {}) {
  mcp::ToolInfo info{.name = name, .title = name, .description = "For tests."};
  info.client_features = std::move(client_features);
  return mcp::tool<NoArguments>(
      std::move(info),
      json::Shape<NoArguments>{{}},
      [body](const NoArguments&, mcp::Call& call) -> base::Result<mcp::Reply> {
        return body(call);
      });
}

inline mcp::Prompt greeting_prompt() {
  const mcp::Completer names = [](std::string_view typed,
                                  const mcp::Values&,
                                  mcp::Call&) -> base::Result<std::vector<std::string>> {
    std::vector<std::string> found;
    for (int number = 0; number < 120; ++number)
      found.push_back(std::string(typed) + std::to_string(number));
    return found;
  };
  return {
      "greeting",
      "Greeting",
      "Greets somebody.",
      {{"name", "Who.", true, names}, {"tone", "How."}},
      [](const mcp::Values& values, mcp::Call&) -> base::Result<std::vector<mcp::PromptMessage>> {
        if (values.at("name") == "nobody") return base::invalid("nobody is there");
        return std::vector<mcp::PromptMessage>{
            {mcp::PromptMessage::Role::user, mcp::text_content("Greet " + values.at("name"))}};
      }};
}

inline mcp::ResourceTemplate note_template() {
  return {.uri_template = "note://{shelf}/{id}",
          .name = "note",
          .title = "A note",
          .description = "By shelf and id.",
          .mime_type = "text/plain",
          .read = [](const std::string& uri,
                     const mcp::Values& variables,
                     mcp::Call&) -> base::Result<mcp::Contents> {
            if (variables.at("id") == "none") return base::not_found("no such note");
            if (variables.at("id") == "broken") return base::unavailable("the disk is gone");
            return mcp::Contents{uri, "text/plain", variables.at("id")};
          },
          .completers = {{"id",
                          [](std::string_view typed, const mcp::Values& others, mcp::Call&)
                              -> base::Result<std::vector<std::string>> {
                            const auto shelf = others.find("shelf");
                            return std::vector<std::string>{
                                std::string(typed) +
                                (shelf == others.end() ? "" : "@" + shelf->second)};
                          }}}};
}

inline mcp::Server small_server() {
  mcp::Server server{"small", "Small", "1.2.3", "For tests.", "Use echo.", {}, {}, {}, {}, true};
  server.tools.push_back(echo_tool());
  server.tools.push_back(plain_tool("fails", [](mcp::Call&) -> base::Result<mcp::Reply> {
    return base::conflict("somebody else was first; read again");
  }));
  server.tools.push_back(plain_tool("throws", [](mcp::Call&) -> base::Result<mcp::Reply> {
    throw std::runtime_error("a secret detail");
  }));
  server.tools.push_back(
      plain_tool("samples",
                 [](mcp::Call&) -> base::Result<mcp::Reply> { return mcp::text_reply("sampled"); },
                 {"sampling"}));
  server.tools.push_back(plain_tool("who", [](mcp::Call& call) -> base::Result<mcp::Reply> {
    return mcp::text_reply(TRY(call.agent()));
  }));
  server.resources.push_back({"note://hello",
                              "hello",
                              "Hello",
                              "A greeting.",
                              "text/plain",
                              [](mcp::Call&) -> base::Result<mcp::Contents> {
                                return mcp::Contents{"note://hello", "text/plain", "hello"};
                              }});
  server.resource_templates.push_back(note_template());
  server.prompts.push_back(greeting_prompt());
  return server;
}

}  // namespace support
