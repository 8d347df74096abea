#include "crew/tokens.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include "base/digest.hpp"
#include "support/captured_stderr.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using Catch::Matchers::Contains;
using support::CapturedStderr;
using support::TemporaryDirectory;

namespace {

/// A team file whose agents have the tokens that are given with their names.
std::string team_text(const std::vector<std::pair<std::string, std::string>>& tokens) {
  std::string text = "version: 1\nagents:\n  - {name: tokenless}\n";
  for (const auto& [name, token] : tokens)
    text += "  - {name: " + name + ", token_sha256: " + base::sha256_hex(token) + "}\n";
  return text;
}

/// A directory with a team.yaml.
struct Desk {
  explicit Desk(const std::string& text) { write(text); }

  void write(const std::string& text) const { directory.write("team.yaml", text); }

  crew::Team team() const { return crew::read_team(file).value(); }

  TemporaryDirectory directory;
  std::filesystem::path file = directory.path() / "team.yaml";
};

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("a token belongs to the agent with its hash") {
  const Desk desk(team_text({{"devbot", "dev-secret"}, {"infrabot", "infra-secret"}}));
  crew::Tokens tokens(desk.team());
  CHECK(tokens.any());
  CHECK(tokens.agent_of("dev-secret") == "devbot");
  CHECK(tokens.agent_of("infra-secret") == "infrabot");
  for (const std::string& wrong : {std::string(),
                                   std::string("dev-secre"),
                                   std::string("dev-secret "),
                                   std::string("DEV-SECRET"),
                                   std::string("dev-secret\0", 11),
                                   std::string("devbot"),
                                   base::sha256_hex("dev-secret")}) {
    CAPTURE(wrong);
    CHECK_FALSE(tokens.agent_of(wrong));
  }
}

TEST_CASE("a token has a size that somebody could have meant") {
  const std::string longest(crew::token_bytes_max, 't');
  const Desk desk(team_text({{"devbot", longest}, {"infrabot", longest + 't'}, {"emptybot", ""}}));
  crew::Tokens tokens(desk.team());
  CHECK(tokens.agent_of(longest) == "devbot");
  CHECK_FALSE(tokens.agent_of(longest + 't'));
  CHECK_FALSE(tokens.agent_of(""));
}

TEST_CASE("without a team file, or without a hash in it, nobody has a token") {
  crew::Tokens nobody(std::nullopt);
  CHECK_FALSE(nobody.any());
  CHECK_FALSE(nobody.agent_of("dev-secret"));
  const Desk desk(team_text({}));
  crew::Tokens tokens(desk.team());
  CHECK_FALSE(tokens.any());
  CHECK_FALSE(tokens.agent_of("dev-secret"));
}

TEST_CASE("a change of the team file holds from the next request on") {
  const Desk desk(team_text({}));
  crew::Tokens tokens(desk.team());
  CHECK_FALSE(tokens.any());

  desk.write(team_text({{"devbot", "secret-1"}}));
  CHECK(tokens.any());
  CHECK(tokens.agent_of("secret-1") == "devbot");

  // Two files of one size, written within one tick of the clock, in place.
  desk.write(team_text({{"devbot", "secret-2"}}));
  CHECK_FALSE(tokens.agent_of("secret-1"));
  CHECK(tokens.agent_of("secret-2") == "devbot");

  desk.write(team_text({{"infrabot", "secret-3"}}));
  CHECK_FALSE(tokens.agent_of("secret-2"));
  CHECK(tokens.agent_of("secret-3") == "infrabot");
}

TEST_CASE("a change between finding the team and the first request is seen") {
  const Desk desk(team_text({{"devbot", "secret-1"}}));
  const crew::Team found = desk.team();
  desk.write(team_text({{"devbot", "secret-2"}}));
  crew::Tokens tokens(found);
  CHECK_FALSE(tokens.agent_of("secret-1"));
  CHECK(tokens.agent_of("secret-2") == "devbot");
}

TEST_CASE("a team file that is replaced is read again") {
  const Desk desk(team_text({{"devbot", "secret-1"}}));
  crew::Tokens tokens(desk.team());
  CHECK(tokens.agent_of("secret-1") == "devbot");
  const auto next = desk.directory.write("next.yaml", team_text({{"devbot", "secret-2"}}));
  std::filesystem::rename(next, desk.file);
  CHECK_FALSE(tokens.agent_of("secret-1"));
  CHECK(tokens.agent_of("secret-2") == "devbot");
}

TEST_CASE("a team file that became wrong changes nothing but the log") {
  const Desk desk(team_text({{"devbot", "secret-1"}}));
  crew::Tokens tokens(desk.team());
  CapturedStderr captured;
  desk.write("version: 1\nagents:\n  - {name: intruder, tokn: secret-2}\n");
  const auto kept = tokens.agent_of("secret-1");
  const auto let_in = tokens.agent_of("secret-2");
  const bool any = tokens.any();
  const std::string first = captured.text();
  desk.write("version: 1\nagents: {}\n");
  const auto kept_again = tokens.agent_of("secret-1");
  const std::string second = captured.text();
  desk.write(team_text({{"devbot", "secret-3"}}));
  const auto repaired = tokens.agent_of("secret-3");
  const auto outdated = tokens.agent_of("secret-1");
  const std::string third = captured.text();
  captured.restore();

  CHECK(kept == "devbot");
  CHECK_FALSE(let_in);
  CHECK(any);
  CHECK(lines_in(first) == 1);
  CHECK_THAT(first, Contains("error ") && Contains("team.yaml:3: unknown key tokn"));
  CHECK_THAT(first, !Contains("secret"));
  CHECK(kept_again == "devbot");
  CHECK(lines_in(second) == 1);
  CHECK(repaired == "devbot");
  CHECK_FALSE(outdated);
  CHECK(third.empty());
}

TEST_CASE("a team file that vanished changes nothing but the log") {
  const Desk desk(team_text({{"devbot", "secret-1"}}));
  crew::Tokens tokens(desk.team());
  CapturedStderr captured;
  std::filesystem::remove(desk.file);
  const auto kept = tokens.agent_of("secret-1");
  const bool any = tokens.any();
  const std::string log = captured.text();
  captured.restore();
  CHECK(kept == "devbot");
  CHECK(any);
  CHECK(lines_in(log) == 1);
  CHECK_THAT(log, Contains("team.yaml: no such file"));

  desk.write(team_text({{"devbot", "secret-2"}}));
  CHECK_FALSE(tokens.agent_of("secret-1"));
  CHECK(tokens.agent_of("secret-2") == "devbot");
}

TEST_CASE("a door that asked for tokens keeps asking when all are taken away") {
  const Desk desk(team_text({{"devbot", "secret-1"}}));
  crew::Tokens tokens(desk.team());
  desk.write(team_text({}));
  CHECK_FALSE(tokens.agent_of("secret-1"));
  CHECK(tokens.any());
}

TEST_CASE("many threads ask while the file changes") {
  const Desk desk(team_text({{"devbot", "always"}, {"infrabot", "secret-0"}}));
  crew::Tokens tokens(desk.team());
  std::atomic<bool> changing = true;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> askers;
  for (int number = 0; number < 4; ++number) {
    askers.emplace_back([&] {
      while (changing) {
        if (tokens.agent_of("always") != "devbot" || tokens.agent_of("never")) ++wrong;
      }
    });
  }
  for (int round = 1; round <= 50; ++round) {
    const std::string token = "secret-" + std::to_string(round);
    const auto next =
        desk.directory.write("next.yaml", team_text({{"devbot", "always"}, {"infrabot", token}}));
    std::filesystem::rename(next, desk.file);
    if (tokens.agent_of(token) != "infrabot") ++wrong;
  }
  changing = false;
  for (std::thread& asker : askers)
    asker.join();
  CHECK(wrong == 0);
}
