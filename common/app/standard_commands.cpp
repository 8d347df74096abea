#include "app/standard_commands.hpp"

#include <cstdio>

#include "app/call.hpp"
#include "app/completion.hpp"
#include "app/serve.hpp"
#include "app/token.hpp"
#include "base/limits.hpp"

namespace app {
namespace {

std::vector<Option> serve_options() {
  return {
      {.name = "call-seconds",
       .help = "Time limit of one call",
       .fallback = std::to_string(base::limits::call_time_max.count()),
       .range = {{1, 3600}}},
      {.name = "http", .help = "Serve several clients over HTTP instead, on ADDRESS:PORT or PORT"},
      {.name = "tls-cert",
       .help = "Certificate chain (PEM), with --tls-key",
       .is_path = true,
       .needs = "http"},
      {.name = "tls-key",
       .help = "Its key (PEM), with --tls-cert",
       .is_path = true,
       .needs = "http"},
      {.name = "behind-proxy",
       .help = "A proxy in front of it ends TLS; needs tokens",
       .is_flag = true,
       .needs = "http"},
      {.name = "allow-origin",
       .help = "A web page's origin that may use it; may be given several times",
       .repeatable = true,
       .needs = "http"},
  };
}

ServeLine serve_line(const Words& words) {
  ServeLine line{.call_seconds = words.number("call-seconds"),
                 .tls_certificate = words.at("tls-cert"),
                 .tls_key = words.at("tls-key"),
                 .behind_proxy = words.has("behind-proxy"),
                 .allowed_origins = words.all("allow-origin")};
  if (words.has("http")) line.http = words.at("http");
  return line;
}

std::vector<Option> call_options(const mcp::Server& server) {
  std::vector<std::string> tools;
  for (const mcp::Tool& tool : server.tools)
    tools.push_back(tool.info.name);
  return {{.name = "tool",
           .help = "Name of the tool; --tools lists them",
           .positional = true,
           .required = true,
           .choices = std::move(tools)},
          {.name = "arguments",
           .help = "Its arguments as a JSON object",
           .positional = true,
           .fallback = "{}"}};
}

int print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace

std::vector<Command> standard_commands(const mcp::Server& server,
                                       const std::shared_ptr<crew::Workplace>& workplace,
                                       const Grammar& grammar) {
  return {
      {.name = "serve",
       .help = "Serve MCP on stdin and stdout (the default), or over HTTP",
       .options = serve_options(),
       .run = [&server, workplace](
                  const Words& words) { return serve(server, workplace, serve_line(words)); }},
      {.name = "call",
       .help = "Call one tool and print request and response",
       .options = call_options(server),
       .run =
           [&server, workplace](const Words& words) {
             return call_and_print(
                 server,
                 [workplace] { return workplace->agent(); },
                 words.at("tool"),
                 words.at("arguments"));
           }},
      {.name = "token",
       .help = "Make a bearer token for an agent that connects over HTTP",
       .options = {},
       .run = [](const Words&) { return print(new_token()); }},
      {.name = "completion",
       .help = "Print a script that completes command lines in a shell",
       .options = {{.name = "shell",
                    .help = "Which; source <(... completion bash)",
                    .positional = true,
                    .required = true,
                    .choices = {"bash"}}},
       .run = [&grammar](const Words&) { return print(bash_completion(grammar)); }},
  };
}

}  // namespace app
