// The script in a real bash, asked as bash asks it.

#include "app/completion.hpp"

#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

using Catch::Matchers::VectorContains;
using Strings = std::vector<std::string>;

namespace {

const app::Grammar& completed_grammar() {
  static const app::Grammar grammar{
      .name = "a-tool",
      .description = {},
      .footer = {},
      .options = {{.name = "version", .help = {}, .is_flag = true},
                  {.name = "team", .help = {}, .is_path = true}},
      .commands = {
          {.name = "list",
           .help = {},
           .options = {{.name = "limit", .help = {}, .range = {{1, 50}}},
                       {.name = "type", .help = {}, .choices = {"red", "green"}},
                       {.name = "all", .help = {}, .is_flag = true}},
           .run = {}},
          {.name = "put",
           .help = {},
           .options =
               {{.name = "place", .help = {}, .positional = true, .choices = {"here", "there"}},
                {.name = "files",
                 .help = {},
                 .positional = true,
                 .repeatable = true,
                 .is_path = true}},
           .run = {}}}};
  return grammar;
}

/// What bash would offer for the last of the words, sorted.
Strings offered(const std::string& setup, const Strings& words) {
  std::string line;
  for (const std::string& word : words)
    line += " '" + word + "'";
  const std::string script = "set -u\n" + setup + "\nCOMP_WORDS=(" + line +
                             ") COMP_CWORD=" + std::to_string(words.size() - 1) +
                             "\n$function\nprintf '%s\\n' \"${COMPREPLY[@]-}\" | sort";
  const auto finished = support::run_to_end("/bin/bash", {"--norc", "-c", script});
  CHECK(finished.errors.empty());
  return finished.lines == Strings{""} ? Strings{} : finished.lines;
}

Strings offered(const Strings& words) {
  return offered(app::bash_completion(completed_grammar()) + "function=_a_tool", words);
}

}  // namespace

TEST_CASE("the first word is a command, or an option of all") {
  CHECK(offered({"a-tool", ""}) == Strings{"list", "put"});
  CHECK(offered({"a-tool", "l"}) == Strings{"list"});
  CHECK(offered({"a-tool", "-"}) == Strings{"--help", "--team", "--version"});
  CHECK(offered({"a-tool", "--version", "p"}) == Strings{"put"});
  CHECK(offered({"a-tool", "--team", "x", "p"}) == Strings{"put"});
  CHECK(offered({"a-tool", "--team", "=", "x", "p"}) == Strings{"put"});
}

TEST_CASE("a command offers its options where it has nothing else to offer") {
  const Strings all{"--all", "--help", "--limit", "--team", "--type", "--version"};
  CHECK(offered({"a-tool", "list", ""}) == all);
  CHECK(offered({"a-tool", "list", "--all", "-"}) == all);
  CHECK(offered({"a-tool", "list", "--t"}) == Strings{"--team", "--type"});
  CHECK(offered({"a-tool", "put", "-"}) == Strings{"--help", "--team", "--version"});
}

TEST_CASE("an option offers its choices, in both spellings") {
  CHECK(offered({"a-tool", "list", "--type", ""}) == Strings{"green", "red"});
  CHECK(offered({"a-tool", "list", "--type", "g"}) == Strings{"green"});
  CHECK(offered({"a-tool", "list", "--type", "="}) == Strings{"green", "red"});
  CHECK(offered({"a-tool", "list", "--type", "=", "r"}) == Strings{"red"});
  CHECK(offered({"a-tool", "list", "--type", "red", "--al"}) == Strings{"--all"});
}

TEST_CASE("nothing is offered where anything may stand, and for an unknown command") {
  CHECK(offered({"a-tool", "list", "--limit", ""}).empty());
  CHECK(offered({"a-tool", "other", ""}).empty());
  CHECK(offered({"a-tool", "pit"}).empty());
}

TEST_CASE("positional words have choices by their place") {
  CHECK(offered({"a-tool", "put", ""}) == Strings{"here", "there"});
  CHECK(offered({"a-tool", "put", "--team", "x", "t"}) == Strings{"there"});
}

TEST_CASE("paths are offered for files, also with blanks, and for every repetition") {
  const support::TemporaryDirectory directory;
  directory.write("a file.md", "");
  directory.write("other.md", "");
  const std::string base = directory.path().string() + "/";
  const Strings both{base + "a file.md", base + "other.md"};
  CHECK(offered({"a-tool", "--team", base}) == both);
  CHECK(offered({"a-tool", "list", "--team", "=", base + "o"}) == Strings{base + "other.md"});
  CHECK(offered({"a-tool", "put", "here", base}) == both);
  CHECK(offered({"a-tool", "put", "here", "x", "y", base + "a"}) == Strings{base + "a file.md"});
}

TEST_CASE("a server completes its own command line, and the tools after call") {
  const std::string setup = std::string("source <('") + support::sample_server +
                            "' completion bash); function=_mcp_sample";
  CHECK(offered(setup, {"mcp-sample", ""}) == Strings{"call", "completion", "serve", "token"});
  CHECK(offered(setup, {"mcp-sample", "call", "ech"}) == Strings{"echo"});
  CHECK_THAT(offered(setup, {"mcp-sample", "call", ""}), VectorContains(std::string("shapes")));
  CHECK(offered(setup, {"mcp-sample", "completion", ""}) == Strings{"bash"});
  CHECK(offered(setup, {"mcp-sample", "serve", "--tls"}) == Strings{"--tls-cert", "--tls-key"});
}

TEST_CASE("bash is told which function completes which command") {
  const std::string setup = app::bash_completion(completed_grammar()) + "complete -p a-tool";
  CHECK(support::run_to_end("/bin/bash", {"--norc", "-c", setup}).lines ==
        Strings{"complete -F _a_tool a-tool"});
}
