// The command line that every server has, on the real binary.

#include "app/program.hpp"

#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/server_process.hpp"

namespace {

using support::Finished;

Finished sample_with(std::vector<std::string> arguments,
                     const std::map<std::string, std::string>& environment = {}) {
  return support::run_to_end(support::sample_server, std::move(arguments), environment);
}

std::string output(const Finished& finished) {
  return base::join(finished.lines, "\n");
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the flag --version prints name and version") {
  const Finished finished = sample_with({"--version"});
  CHECK(finished.exit_code == 0);
  CHECK(output(finished) == "mcp-sample 1.0.0");
}

TEST_CASE("the flag --help names commands, flags and environment") {
  const Finished finished = sample_with({"--help"});
  CHECK(finished.exit_code == 0);
  for (const std::string_view word :
       {"serve", "call", "--tools", "--nats", "AGENT_NAME", "AGENT_SMITH_NATS", "RUN_ID"})
    CHECK(contains(output(finished), word));
}

TEST_CASE("the flag --tools prints the declarations") {
  const Finished finished = sample_with({"--tools"});
  CHECK(finished.exit_code == 0);
  CHECK(contains(output(finished), "\"name\": \"echo\""));
}

TEST_CASE("a wrong command line is exit code 2, says why on stderr and nothing on stdout") {
  const std::vector<std::string> arguments =
      GENERATE(std::vector<std::string>{"--no-such-flag"},
               std::vector<std::string>{"no-such-command"},
               std::vector<std::string>{"serve", "--call-seconds", "0"},
               std::vector<std::string>{"serve", "--call-seconds", "3601"},
               std::vector<std::string>{"serve", "--call-seconds", "soon"},
               std::vector<std::string>{"call"},
               std::vector<std::string>{"call", "no-such-tool"},
               std::vector<std::string>{"call", "echo", "{}", "more"},
               std::vector<std::string>{"completion"},
               std::vector<std::string>{"completion", "no-such-shell"},
               std::vector<std::string>{"serve", "call"});
  const Finished finished = sample_with(arguments);
  CHECK(finished.exit_code == 2);
  CHECK(finished.lines.empty());
  CHECK_FALSE(finished.errors.empty());
}

TEST_CASE("what was mistyped is told with what may have been meant") {
  CHECK(contains(sample_with({"srve"}).errors, "did you mean serve?"));
  CHECK(contains(sample_with({"call", "ehco"}).errors, "did you mean echo?"));
  CHECK(contains(sample_with({"serve", "--htpp", "8080"}).errors, "did you mean --http?"));
}

TEST_CASE("serving is what a server does without a command") {
  CHECK(sample_with({}).exit_code == 0);
  CHECK(sample_with({"serve"}).exit_code == 0);
  CHECK(sample_with({"serve", "--call-seconds", "3600"}).exit_code == 0);
}

TEST_CASE("call prints request, response and the text") {
  const Finished finished = sample_with({"call", "echo", R"({"text":"one\ntwo"})"});
  CHECK(finished.exit_code == 0);
  CHECK(contains(output(finished), "request:"));
  CHECK(contains(output(finished), "\"method\": \"tools/call\""));
  CHECK(contains(output(finished), "response:"));
  CHECK(contains(output(finished), "text:\none\ntwo"));
}

TEST_CASE("call without arguments calls without arguments") {
  CHECK(sample_with({"call", "echo"}).exit_code == 0);
}

TEST_CASE("call is exit code 1 for a failure and 2 for arguments that are no object") {
  CHECK(sample_with({"call", "fails"}).exit_code == 1);
  CHECK(sample_with({"call", "throws"}).exit_code == 1);
  CHECK(sample_with({"call", "add", R"({"a":1})"}).exit_code == 1);
  const std::string arguments = GENERATE("[]", "7", "{", "");
  const Finished wrong = sample_with({"call", "echo", arguments});
  CHECK(wrong.exit_code == 2);
  CHECK(contains(wrong.errors, "JSON object"));
}

TEST_CASE("the caller is the agent of the environment") {
  const Finished named = sample_with({"call", "who"}, {{"AGENT_NAME", "devbot"}});
  CHECK(contains(output(named), "text:\ndevbot"));
  const Finished unset = sample_with({"call", "who"}, {{"AGENT_NAME", ""}});
  CHECK(contains(output(unset), "text:\nlocal"));
  const Finished literal = sample_with({"call", "who"}, {{"AGENT_NAME", "${AGENT_NAME}"}});
  CHECK(literal.exit_code == 1);
}
