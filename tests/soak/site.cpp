#include "soak/site.hpp"

#include <stdexcept>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/random.hpp"
#include "support/eventually.hpp"
#include "support/listening.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace soak {
namespace {

std::string new_token() {
  return base::base64_url(base::random_bytes(32));
}

}  // namespace

Site::Site(const std::string& binary)
    : tokens_{new_token(), new_token()},
      server_(binary,
              {"serve", "--http", "127.0.0.1:0"},
              {{"AGENT_SMITH_HOME", home_.path()},
               {"AGENT_SMITH_PROJECT", "soak"},
               {"AGENT_SMITH_TEAM", team_file()},
               {"AGENT_NAME", ""},
               {"RUN_ID", ""},
               {"ASAN_OPTIONS", "atexit=1"}}),
      port_(support::port_of(server_)) {}

std::string Site::team_file() const {
  std::string team = "version: 1\nagents:\n";
  for (std::size_t agent = 0; agent < agents.size(); ++agent) {
    team += base::format(
        "  - name: {}\n    token_sha256: {}\n", agents[agent], base::sha256_hex(tokens_[agent]));
  }
  return home_.write("team.yaml", team);
}

bool Site::looked_for_leaks() const {
  return server_.errors().find("exit stats") != std::string::npos;
}

std::string Site::authorization(std::size_t agent) const {
  return "Authorization: Bearer " + tokens_[agent] + "\r\n";
}

support::ProcessFigures Site::settled_figures() const {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds calm{1};
  support::ProcessFigures last = support::figures_of(server_.pid());
  auto since = Clock::now();
  support::eventually([&] {
    const support::ProcessFigures now = support::figures_of(server_.pid());
    if (now.threads != last.threads || now.descriptors != last.descriptors) since = Clock::now();
    last = now;
    return Clock::now() - since > calm;
  });
  return last;
}

std::map<std::string, int> Site::titles() const {
  support::HttpClient client(port_);
  std::map<std::string, int> titles;
  std::string cursor;
  do {
    const std::string from = cursor.empty() ? "" : R"(,"cursor":")" + cursor + '"';
    client.send(support::mcp_post(
        support::tool_call(1, "read_records", R"({"limit":100,"budget_tokens":20000)" + from + "}"),
        support::modern_fields("tools/call", "read_records") + authorization(0)));
    const support::Answer answer(client.read_reply().body);
    const json::View page = answer.result().find("structuredContent");
    const json::View records = page.find("records");
    for (std::size_t at = 0; at < records.size(); ++at)
      ++titles[std::string(records.item(at).find("title").text())];
    const json::View next = page.find("next_cursor");
    cursor = next.is(json::Kind::text) ? std::string(next.text()) : std::string();
  } while (!cursor.empty());
  return titles;
}

}  // namespace soak
