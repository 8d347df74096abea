#include "mcp-runlog/settings.hpp"

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace {

using Catch::Matchers::Contains;
using runlog::Settings;
using runlog::Source;
using std::chrono::hours;
using std::chrono::milliseconds;
using support::TemporaryDirectory;

Settings settings_of(const TemporaryDirectory& home, const std::string& yaml) {
  home.write("runlog.yaml", yaml);
  auto settings = runlog::read_settings(home.path());
  if (!settings) FAIL(settings.error().message);
  return *std::move(settings);
}

std::string refusal(const std::string& yaml) {
  const TemporaryDirectory home;
  home.write("runlog.yaml", yaml);
  const auto settings = runlog::read_settings(home.path());
  return settings ? "accepted" : settings.error().message;
}

TEST_CASE("without a file everything is as it is by default") {
  const TemporaryDirectory home;
  const auto settings = runlog::read_settings(home.path());
  REQUIRE(settings);
  CHECK(settings->retention.bodies == hours(30 * 24));
  CHECK(settings->redaction.patterns.empty());
  CHECK(settings->follow.empty());
  CHECK(settings->expect.empty());
}

TEST_CASE("every key of the settings is read") {
  const TemporaryDirectory home;
  const Settings settings =
      settings_of(home,
                  "redact:\n"
                  "  patterns: ['CUST-[0-9]{8}']\n"
                  "  names: [X-Internal-Id]\n"
                  "  paths: ['*.vault']\n"
                  "retention: {silent_run: 90m, bodies: 0, logs: forever, events: 2w}\n"
                  "follow:\n"
                  "  - path: /var/log/deploy.log\n"
                  "    agent: infrabot\n"
                  "  - path: logs/own.log\n"
                  "expect: [hook, transcript, hook]\n");
  CHECK(settings.redaction.patterns.size() == 1);
  CHECK(settings.redaction.names == std::vector<std::string>{"x-internal-id"});
  CHECK(settings.redaction.paths == std::vector<std::string>{"*.vault"});
  CHECK(settings.retention.silent_run == std::chrono::minutes(90));
  CHECK(settings.retention.bodies == milliseconds(0));
  CHECK(settings.retention.logs == milliseconds(0));
  CHECK(settings.retention.events == hours(14 * 24));
  CHECK(settings.follow == std::vector<runlog::FollowedLog>{{"/var/log/deploy.log", "infrabot"},
                                                            {home.path() / "logs/own.log", ""}});
  CHECK(settings.expect == std::vector<Source>{Source::hook, Source::transcript});
}

TEST_CASE("keys without a value say nothing") {
  const TemporaryDirectory home;
  const Settings settings = settings_of(home, "redact:\nretention: {bodies: }\nfollow:\nexpect:\n");
  CHECK(settings.retention.bodies == hours(30 * 24));
}

TEST_CASE("what is wrong is told with its line and with what is allowed") {
  CHECK_THAT(refusal("redact: {}\nretain: {}\n"),
             Contains("runlog.yaml:2: unknown key retain; ") && Contains("retention"));
  CHECK_THAT(refusal("redact:\n  patterns: ['a(']\n"), Contains("runlog.yaml:2: the pattern a(: "));
  CHECK_THAT(refusal("redact: {patterns: ['']}"), Contains("one of patterns is empty"));
  CHECK_THAT(refusal("redact: {names: x}"), Contains("names must be a list, not a text"));
  CHECK_THAT(refusal("redact: {path: [x]}"), Contains("did you mean paths?"));
  CHECK_THAT(refusal("retention: {bodies: soon}"),
             Contains("bodies must be a span such as 30m") && Contains("\"soon\""));
  CHECK_THAT(refusal("retention: {bodies: 5000d}"), Contains("up to 3650d"));
  CHECK_THAT(refusal("retention: {runs: 1d}"), Contains("unknown key runs"));
  CHECK_THAT(refusal("follow: [{agent: a}]"), Contains("path is missing"));
  CHECK_THAT(refusal("follow: [{path: a.log, agent: Not A Name}]"),
             Contains("runlog.yaml:1") && Contains("an agent's name is 1 to 32"));
  CHECK_THAT(refusal("follow: [a.log]"), Contains("each of follow must be a map, not a text"));
  CHECK_THAT(refusal("expect: [hooks]"),
             Contains("hooks is no source; allowed: hook, stream_json"));
  CHECK_THAT(refusal("- a\n"), Contains("runlog.yaml must be a map"));
}

TEST_CASE("there is an end to how much may be said") {
  std::string patterns = "redact:\n  patterns:\n";
  for (int pattern = 0; pattern < 65; ++pattern)
    patterns += "    - a\n";
  CHECK_THAT(refusal(patterns), Contains("patterns has 65 entries, at most 64 are allowed"));
}

}  // namespace
