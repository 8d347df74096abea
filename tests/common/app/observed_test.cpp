#include "app/observed.hpp"

#include <algorithm>

#include "activity/recorder.hpp"
#include "app/exchange.hpp"
#include "spool/spool.hpp"
#include "support/captured_stderr.hpp"
#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/requests.hpp"
#include "support/temporary_directory.hpp"
#include "tests/sample_server/sample.hpp"

namespace {

constexpr const char* run_id = "01936f3e-0000-7000-8000-0000000000aa";

/// The sample server on a machine where a run log is kept.
class Place {
 public:
  Place() {
    REQUIRE(spool_.make());
    server_ = app::observed(sample::server(),
                            std::make_shared<crew::Workplace>(),
                            [this](const activity::ToolCall& call) { heard.push_back(call); });
  }

  std::string call(const std::string& tool, const std::string& arguments = "{}") const {
    return app::call_tool(
               server_, [] { return base::Result<std::string>("devbot"); }, tool, arguments)
        .response;
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    CHECK(spool_.drain(100, [&](std::span<const std::string_view> some) -> base::Result<void> {
      all.insert(all.end(), some.begin(), some.end());
      return {};
    }));
    return all;
  }

  std::vector<activity::ToolCall> heard;

 private:
  support::TemporaryDirectory home_;
  support::Environment state_{"AGENT_SMITH_HOME", home_.path().c_str()};
  spool::Spool spool_{activity::spool_directory(home_.path())};
  mcp::Server server_;
};

std::string member(const std::string& line, std::string_view name) {
  const auto parsed = json::parse(line);
  REQUIRE(parsed);
  const json::View value = parsed->root().find(name);
  return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
}

}  // namespace

TEST_CASE("a call that belongs to a run leaves one event, whoever hears of it") {
  const support::Environment run("RUN_ID", run_id);
  const Place place;
  CHECK(support::Answer(place.call("add", R"({"a":1,"b":2})")).text() == "3");
  const auto lines = place.lines();
  REQUIRE(lines.size() == 1);
  REQUIRE(place.heard.size() == 1);
  CHECK(member(lines[0], "id") == place.heard[0].id);
  CHECK(member(lines[0], "kind") == "tool.end");
  CHECK(member(lines[0], "run_id") == run_id);
  CHECK(member(lines[0], "agent") == "devbot");
  CHECK(member(lines[0], "tool") == "add");
  CHECK(lines[0].find(R"({\"a\":1,\"b\":2})") != std::string::npos);
}

TEST_CASE("a call that belongs to no run leaves nothing") {
  const support::Environment run("RUN_ID", nullptr);
  const Place place;
  place.call("add", R"({"a":1,"b":2})");
  CHECK(place.lines().empty());
  CHECK(place.heard.empty());
}

TEST_CASE("no two calls have one id") {
  const support::Environment run("RUN_ID", run_id);
  const Place place;
  place.call("who");
  place.call("who");
  REQUIRE(place.heard.size() == 2);
  CHECK(place.heard[0].id != place.heard[1].id);
  CHECK(place.heard[0].id.size() == 32);
}

TEST_CASE("a failed call is an error with its words, and a line in the log with its run") {
  const support::Environment run("RUN_ID", run_id);
  const Place place;
  support::CapturedStderr captured;
  place.call("fails");
  place.call("add", R"({"a":"x"})");
  captured.restore();
  const std::string log = captured.text();
  const auto lines = place.lines();
  REQUIRE(lines.size() == 2);
  CHECK(member(lines[0], "kind") == "tool.error");
  CHECK(lines[1].find("2 problems") != std::string::npos);
  CHECK(log.find("fails failed: ") != std::string::npos);
  CHECK(log.find(std::string("[run=") + run_id + "]") != std::string::npos);
}

TEST_CASE("a handler that throws is told of, and answered as ever") {
  const support::Environment run("RUN_ID", run_id);
  const Place place;
  support::CapturedStderr captured;
  const std::string response = place.call("throws");
  captured.restore();
  CHECK(support::Answer(response).error_code() == -32603);
  CHECK(captured.text().find("a secret detail") != std::string::npos);
  const auto lines = place.lines();
  REQUIRE(lines.size() == 1);
  CHECK(member(lines[0], "kind") == "tool.error");
}
