#include "app/call.hpp"

#include <cstdio>

#include "app/exchange.hpp"
#include "json/document.hpp"

namespace app {
namespace {

void print(const char* title, const std::string& json) {
  std::printf("%s\n%s\n", title, json::pretty(json).c_str());
}

/// The texts of the reply once more, with their line breaks: JSON is hard to read.
void print_texts(json::View result) {
  const json::View content = result.find("content");
  for (std::size_t at = 0; at < content.size(); ++at) {
    const json::View text = content.item(at).find("text");
    if (text.is(json::Kind::text)) std::printf("text:\n%s\n", std::string(text.text()).c_str());
  }
}

}  // namespace

int call_and_print(const mcp::Server& server,
                   const mcp::Identity& identity,
                   const std::string& tool,
                   const std::string& arguments_json) {
  const auto arguments = json::parse(arguments_json);
  if (!arguments || !arguments->root().is(json::Kind::object)) {
    const std::string why = arguments ? "not an object" : arguments.error().message;
    std::fprintf(stderr,
                 "call: the arguments must be a JSON object such as '{\"key\": \"value\"}': %s\n",
                 why.c_str());
    return 2;
  }
  const Exchange exchange = call_tool(server, identity, tool, arguments->root().dump());
  print("request:", exchange.request);
  print("response:", exchange.response);
  const auto response = json::parse(exchange.response);
  if (!response) return 1;
  const json::View result = response->root().find("result");
  print_texts(result);
  return result.is(json::Kind::object) && result.find("isError").is(json::Kind::absent) ? 0 : 1;
}

}  // namespace app
