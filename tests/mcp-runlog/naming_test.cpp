// How people name a run at a terminal.

#include "mcp-runlog/naming.hpp"

#include "base/text.hpp"
#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;

namespace {

struct Fixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  base::Result<std::string> meant(const std::string& named) const {
    const runlog::Setting setting{
        nullptr, std::shared_ptr<runlog::RunLog>(&devbot.run_log(), [](runlog::RunLog*) {})};
    return runlog::run_meant(setting, named);
  }

  std::string refusal(const std::string& named) const {
    const auto id = meant(named);
    REQUIRE_FALSE(id);
    return id.error().message;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture,
                 "a run is named by its id, its beginning or its end; the newest by nothing") {
  devbot.deliver({happenings::start(run_a, 0), happenings::start(run_b, 1'000)});
  CHECK(*meant("") == run_b);
  CHECK(*meant("0000000a") == run_a);
  CHECK(*meant("A") == run_a);
  CHECK(*meant("0199C0DE-0000-7000-8000-00000000000A") == run_a);
  CHECK(*meant("0199c0de-0000-7000-8000-0000000000ff") == "0199c0de-0000-7000-8000-0000000000ff");
}

TEST_CASE_METHOD(Fixture, "a name that several runs have is refused, and some of them named") {
  devbot.deliver({happenings::start(run_a, 0), happenings::start(run_b, 1'000)});
  CHECK_THAT(refusal("0199"), Contains("2 runs") && Contains(run_a) && Contains(run_b));
  CHECK_THAT(refusal("zzz"),
             Contains("no recent run is called zzz") && Contains("mcp-runlog list"));
  CHECK_THAT(refusal("x\x1b[31m"), !Contains("\x1b"));
}

TEST_CASE_METHOD(Fixture, "where nothing was recorded, that is said") {
  CHECK_THAT(refusal(""), Contains("nothing was recorded here yet"));
  CHECK_THAT(refusal("0199"), Contains("nothing was recorded here yet"));
}
