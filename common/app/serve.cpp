#include "app/serve.hpp"

#include <malloc.h>
#include <unistd.h>

#include <cstdio>

#include "base/format.hpp"
#include "crew/tokens.hpp"
#include "endpoint/serve.hpp"
#include "mcp/dispatcher.hpp"
#include "transport/stdio.hpp"

namespace app {
namespace {

base::Result<endpoint::ServeOptions> http_options(const ServeLine& line, bool has_tokens) {
  if (line.tls_certificate.empty() != line.tls_key.empty())
    return base::invalid("--tls-cert and --tls-key belong together");
  endpoint::ServeOptions options{.address = TRY(endpoint::read_address(*line.http)),
                                 .behind_proxy = line.behind_proxy,
                                 .allowed_origins = line.allowed_origins,
                                 .call_time_max = std::chrono::seconds(line.call_seconds)};
  if (!line.tls_key.empty()) options.tls = {line.tls_certificate, line.tls_key};
  TRY(endpoint::check_exposure(options, has_tokens));
  return options;
}

/// Without tokens in the team, whoever reaches the server is who the launcher said.
endpoint::Authenticate authenticate(const std::shared_ptr<crew::Tokens>& tokens,
                                    const std::shared_ptr<crew::Workplace>& workplace) {
  return [tokens, workplace](
             std::optional<std::string_view> token) -> base::Result<std::optional<std::string>> {
    if (!tokens->any()) return std::optional(TRY(workplace->agent()));
    if (!token) return std::optional<std::string>();
    return tokens->agent_of(*token);
  };
}

/// Who gets in, for the log; an error if nobody could.
base::Result<std::string> admission_rule(crew::Tokens& tokens, crew::Workplace& workplace) {
  if (tokens.any()) return std::string("a token of team.yaml is needed");
  return base::format("no tokens: whoever reaches the port acts as {}", TRY(workplace.agent()));
}

int fail(const mcp::Server& server, const base::Error& error) {
  std::fprintf(stderr, "%s: %s\n", server.name.c_str(), error.message.c_str());
  return error.kind == base::ErrorKind::invalid ? 2 : 1;
}

int serve_shared(const mcp::Server& server,
                 const std::shared_ptr<crew::Workplace>& workplace,
                 const ServeLine& line) {
  workplace->launch.serves_others = true;
  // Read at once, unlike over stdio: whom a shared server lets in must not be found out later.
  auto team = workplace->team();
  if (!team) return fail(server, team.error());
  const auto tokens = std::make_shared<crew::Tokens>(std::move(team).value());
  auto options = http_options(line, tokens->any());
  if (!options) return fail(server, options.error());
  auto rule = admission_rule(*tokens, *workplace);
  if (!rule) return fail(server, rule.error());
  options->admits = std::move(rule).value();
  const mcp::Dispatcher dispatcher(server);
  const auto served = endpoint::serve_http(dispatcher, *options, authenticate(tokens, workplace));
  return served ? 0 : fail(server, served.error());
}

/// Each of the C library's heaps keeps what its threads have freed. Five do for the few threads of
/// a server over stdio, which runs once for each session of the crew; with two of them those that
/// catch up with a log wait for each other, half of the time.
///
/// SQLite frees its page cache whenever another process has written, and asks for as much again at
/// once; a heap that gave it back to the system in between would lose a tenth of a write.
void keep_memory_together() {
  constexpr int heaps_max = 5;
  constexpr int kept_bytes = 768 * 1024;
  ::mallopt(M_ARENA_MAX, heaps_max);
  ::mallopt(M_TRIM_THRESHOLD, kept_bytes);
}

}  // namespace

int serve(const mcp::Server& server,
          const std::shared_ptr<crew::Workplace>& workplace,
          const ServeLine& line) {
  if (line.http) return serve_shared(server, workplace, line);
  keep_memory_together();
  if (::isatty(STDIN_FILENO) == 1) {
    std::fprintf(stderr,
                 "%s speaks MCP, one JSON message a line, and waits for a client on stdin. Try "
                 "--help or call.\n",
                 server.name.c_str());
  }
  const mcp::Dispatcher dispatcher(server);
  return transport::serve_stdio(dispatcher,
                                [workplace] { return workplace->agent(); },
                                {std::chrono::seconds(line.call_seconds)});
}

}  // namespace app
