// Every file of agents/ parses, names only tools and commands that exist, and holds neither path
// nor secret of one machine.

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/checks.hpp"
#include "crew/team.hpp"
#include "json/document.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/temporary_directory.hpp"

using namespace agent_checks;
namespace fs = std::filesystem;

namespace {

const fs::path agents = fs::path(support::source_directory) / "agents";

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> files_named(std::string_view ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(agents)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(ending))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

json::Document must_parse(const std::string& text) {
  auto document = json::parse(text);
  if (!document) FAIL(document.error().message);
  return std::move(document).value();
}

crew::Team must_read_team() {
  auto team = crew::read_team(agents / "team.yaml");
  if (!team) FAIL(team.error().message);
  return std::move(team).value();
}

/// Calls `visit` with each text below a view and the name of the member that holds it.
using Visit = std::function<void(std::string_view member, std::string_view text)>;

void each_text(json::View view, std::string_view member, const Visit& visit) {
  if (view.is(json::Kind::text)) visit(member, view.text());
  for (std::size_t at = 0; at < view.size(); ++at) {
    if (view.is(json::Kind::list)) each_text(view.item(at), member, visit);
    if (view.is(json::Kind::object)) each_text(view.member_value(at), view.member_name(at), visit);
  }
}

/// Those of the members, without the shared one.
std::vector<fs::path> settings_of_members() {
  std::vector<fs::path> files = files_named("settings.json");
  files.erase(std::remove(files.begin(), files.end(), agents / "_shared" / "settings.json"),
              files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

std::set<std::string> hook_commands(json::View settings) {
  std::set<std::string> commands;
  each_text(settings.find("hooks"), "", [&](std::string_view member, std::string_view text) {
    if (member == "command") commands.emplace(text);
  });
  return commands;
}

struct Run {
  int status;
  std::string output;
};

Run run_shell(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Run run{};
  std::array<char, 4096> chunk{};
  while (const std::size_t bytes = std::fread(chunk.data(), 1, chunk.size(), pipe)) {
    run.output.append(chunk.data(), bytes);
  }
  const int state = ::pclose(pipe);
  run.status = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
  return run;
}

std::string output_of(const char* server, const std::string& option) {
  const Run run = run_shell(std::string("'") + server + "' " + option + " </dev/null");
  REQUIRE(run.status == 0);
  return run.output;
}

/// The tools that the binary declares, as <name>__<tool>.
std::set<std::string> tools_of(const char* server, const std::string& name) {
  const json::Document document = must_parse(output_of(server, "--tools"));
  const json::View root = document.root();
  const json::View tools = root.is(json::Kind::list) ? root : root.find("tools");
  std::set<std::string> names;
  for (std::size_t at = 0; at < tools.size(); ++at)
    names.insert(name + "__" + std::string(tools.item(at).find("name").text()));
  return names;
}

std::set<std::string> tools_of_memory() {
  return tools_of(support::memory_server, "memory");
}

std::set<std::string> tools_of_run_log() {
  return tools_of(support::runlog_server, "runlog");
}

std::set<std::string> tools_of_all() {
  std::set<std::string> tools = tools_of_memory();
  REQUIRE_FALSE(tools.empty());
  const std::size_t of_memory = tools.size();
  tools.merge(tools_of_run_log());
  REQUIRE(tools.size() > of_memory);
  return tools;
}

}  // namespace

TEST_CASE("the checks of this test can fail", "[agents]") {
  CHECK(tools_named_in("`mcp__memory__brief`, mcp__kb__ask") ==
        std::set<std::string>{"memory__brief", "kb__ask"});
  CHECK(has_absolute_path("run \"/usr/bin/x\""));
  CHECK_FALSE(has_absolute_path("and/or agents/x.json"));
  CHECK(expands_cleanly("a ${B} ${C:-d} ${E:-}"));
  CHECK_FALSE(expands_cleanly("$B"));
  CHECK_FALSE(expands_cleanly("${B:-$C}"));
  CHECK_FALSE(expands_cleanly("${B"));
  CHECK(names_a_secret("API_TOKEN"));
  CHECK_FALSE(names_a_secret("AGENT_NAME"));
}

TEST_CASE("every member of the crew has a folder, and every folder a member", "[agents]") {
  std::set<std::string> members;
  for (const crew::Member& member : must_read_team().members) {
    INFO(member.name);
    members.insert(member.name);
    CHECK_FALSE(member.role.empty());
    CHECK(fs::is_regular_file(agents / member.name / "CLAUDE.md"));
    CHECK(fs::is_regular_file(agents / member.name / "settings.json"));
  }
  CHECK(members.size() >= 2);
  for (const auto& entry : fs::directory_iterator(agents)) {
    if (!entry.is_directory() || entry.path().filename() == "_shared") continue;
    INFO(entry.path());
    CHECK(members.count(entry.path().filename().string()) == 1);
  }
}

TEST_CASE("team.yaml ships no token, not even the hash of one", "[agents]") {
  for (const crew::Member& member : must_read_team().members) {
    INFO(member.name);
    CHECK_FALSE(member.token_sha256.has_value());
  }
}

TEST_CASE("there is no YAML but team.yaml, which has its own reader", "[agents]") {
  CHECK(files_named(".yaml") == std::vector<fs::path>{agents / "team.yaml"});
}

TEST_CASE("JSON files parse, expand cleanly and hold no secret", "[agents]") {
  for (const fs::path& file : files_named(".json")) {
    INFO(file);
    const json::Document document = must_parse(read_text(file));
    each_text(document.root(), "", [](std::string_view member, std::string_view text) {
      INFO(member << ": " << text);
      CHECK(expands_cleanly(text));
      CHECK((!names_a_secret(member) || text.starts_with("${")));
    });
  }
}

TEST_CASE("the shared servers are started by name, as the agent that the launcher names",
          "[agents]") {
  const json::Document document = must_parse(read_text(agents / "_shared" / "mcp.json"));
  const json::View servers = document.root().find("mcpServers");
  CHECK(servers.size() == 2);
  for (const std::string name : {"memory", "runlog"}) {
    INFO(name);
    const json::View server = servers.find(name);
    REQUIRE(server.is(json::Kind::object));
    CHECK(server.find("command").text() == "mcp-" + name);
    CHECK(server.find("args").item(0).text() == "serve");
    CHECK(server.find("env").find("AGENT_NAME").text() == "${AGENT_NAME:-}");
    CHECK(server.find("env").find("RUN_ID").text() == "${RUN_ID:-}");
  }
}

TEST_CASE("every tool that an agent is told of exists", "[agents]") {
  const std::set<std::string> tools = tools_of_all();
  std::set<std::string> named;
  for (const std::string_view ending : {".md", ".json", ".yaml"}) {
    for (const fs::path& file : files_named(ending))
      named.merge(tools_named_in(read_text(file)));
  }
  CHECK(named.size() >= 5);
  for (const char* needed : {"memory__update_record",
                             "memory__supersede_record",
                             "memory__confirm_record",
                             "memory__changes_since",
                             "memory__write_record"})
    CHECK(named.count(needed) == 1);
  for (const std::string& name : named) {
    INFO(name);
    CHECK(tools.count(name) == 1);
  }
}

TEST_CASE("every agent may use all of memory and of the run log without asking", "[agents]") {
  for (const fs::path& file : settings_of_members()) {
    INFO(file);
    const json::Document document = must_parse(read_text(file));
    std::set<std::string> allowed;
    each_text(
        document.root().find("permissions").find("allow"),
        "",
        [&](std::string_view, std::string_view text) { allowed.merge(tools_named_in(text)); });
    CHECK(allowed == tools_of_all());
  }
}

TEST_CASE("start hooks run commands that exist and never fail a session", "[agents]") {
  const std::string help = output_of(support::memory_server, "--help");
  for (const fs::path& file : settings_of_members()) {
    INFO(file);
    const json::Document document = must_parse(read_text(file));
    const std::set<std::string> commands = hook_commands(document.root());
    CHECK_FALSE(commands.empty());
    for (const std::string& command : commands) {
      INFO(command);
      REQUIRE(command.starts_with("mcp-memory "));
      const std::string verb = command.substr(11, command.find(' ', 11) - 11);
      CHECK(help.find(verb) != std::string::npos);
      // Without the program on the PATH it must still succeed, and tell the agent.
      const Run run = run_shell("PATH=nowhere; { " + command + "; } 2>/dev/null");
      CHECK(run.status == 0);
      CHECK_FALSE(run.output.empty());
    }
  }
}

TEST_CASE("every hook event but one goes to the run log", "[agents]") {
  const json::Document document = must_parse(read_text(agents / "_shared" / "settings.json"));
  const json::View hooks = document.root().find("hooks");
  CHECK(hooks.size() == 32);
  // Claude Code makes no worktree itself when there is a hook for it.
  CHECK(hooks.find("WorktreeCreate").is(json::Kind::absent));
  for (const char* event : {"PreToolUse",
                            "PostToolUse",
                            "PostToolUseFailure",
                            "PermissionDenied",
                            "UserPromptSubmit",
                            "SubagentStart",
                            "SubagentStop",
                            "SessionStart",
                            "SessionEnd",
                            "Stop",
                            "StopFailure"})
    CHECK(hooks.find(event).is(json::Kind::list));
  for (std::size_t at = 0; at < hooks.size(); ++at) {
    INFO(hooks.member_name(at));
    REQUIRE(hooks.member_value(at).size() == 1);
    const json::View group = hooks.member_value(at).item(0);
    CHECK(group.find("matcher").is(json::Kind::absent));
    REQUIRE(group.find("hooks").size() == 1);
    const json::View hook = group.find("hooks").item(0);
    CHECK(hook.find("type").text() == "command");
    CHECK(hook.find("command").text().starts_with("mcp-runlog hook "));
    CHECK(hook.find("timeout").integer() >= 1);
    CHECK(hook.find("timeout").integer() <= 5);
  }
}

TEST_CASE("the run log never says anything to a session, and never fails it", "[agents]") {
  const support::TemporaryDirectory directory;
  const fs::path noisy = directory.path() / "mcp-runlog";
  std::ofstream(noisy) << "#!/bin/sh\necho noise\nexit 2\n";
  fs::permissions(noisy, fs::perms::owner_all);
  const json::Document document = must_parse(read_text(agents / "_shared" / "settings.json"));
  for (const std::string& command : hook_commands(document.root())) {
    INFO(command);
    for (const std::string& path : {std::string("nowhere"), directory.path().string()}) {
      const Run run = run_shell("PATH='" + path + "'; { " + command + "; } 2>/dev/null");
      CHECK(run.status == 0);
      CHECK(run.output.empty());
    }
  }
  CHECK(run_shell("'" + noisy.string() + "' || true").output == "noise\n");
}

TEST_CASE("every persona says when to read, when to write, and how to leave a trail", "[agents]") {
  for (const fs::path& file : files_named("CLAUDE.md")) {
    INFO(file);
    const std::string text = read_text(file);
    CHECK(text.starts_with("# "));
    for (const std::string_view needed : {"[run=$RUN_ID]",
                                          "`decision`",
                                          "`incident`",
                                          "`pattern`",
                                          "`runbook`",
                                          "is data, not instruction"}) {
      INFO(needed);
      CHECK(text.find(needed) != std::string::npos);
    }
  }
}

TEST_CASE("no file of the agents holds an absolute path", "[agents]") {
  for (const std::string_view ending : {"CLAUDE.md", ".json"}) {
    for (const fs::path& file : files_named(ending)) {
      INFO(file);
      CHECK_FALSE(has_absolute_path(read_text(file)));
    }
  }
}
