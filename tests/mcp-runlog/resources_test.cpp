// Runs as resources, and completion of their ids.

#include "desk.hpp"
#include "json/writer.hpp"

using Catch::Contains;
using happenings::run_a;
using happenings::run_b;

namespace {

struct ResourcesFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};
  mcp::Server server;

  ResourcesFixture() {
    server.name = "desk";
    server.resource_templates = runlog::resource_templates(
        {std::make_shared<crew::Workplace>(),
         std::shared_ptr<runlog::RunLog>(&devbot.run_log(), [](runlog::RunLog*) {})});
    devbot.deliver(
        {happenings::start(run_a, 0, {.title = "Mend it"}), happenings::start(run_b, 1)});
  }

  json::Document ask(std::string_view method, const std::string& params) const {
    const auto sink = std::make_shared<desk::LastMessage>();
    const auto session = std::make_shared<mcp::Session>(
        sink,
        []() -> base::Result<std::string> { return std::string("devbot"); },
        base::limits::call_time_max);
    const mcp::Dispatcher dispatcher(server);
    if (auto job = dispatcher.accept(support::request(1, method, params), session).job) job->run();
    INFO(sink->text);
    auto answer = json::parse(sink->text);
    REQUIRE(answer);
    return std::move(answer).value();
  }

  std::string read(const std::string& uri) const {
    const json::Document answer = ask("resources/read", "\"uri\":" + json::quoted(uri));
    const json::View contents = answer.root().find("result").find("contents");
    if (contents.size() == 0)
      return std::string(answer.root().find("error").find("message").text());
    return std::string(contents.item(0).find("text").text());
  }

  std::size_t completed(const std::string& uri, const std::string& typed) const {
    const json::Document answer =
        ask("completion/complete",
            R"("ref":{"type":"ref/resource","uri":)" + json::quoted(uri) +
                R"(},"argument":{"name":"id","value":)" + json::quoted(typed) + "}");
    return answer.root().find("result").find("completion").find("values").size();
  }
};

const std::string run_uri = std::string("run://") + run_a;

}  // namespace

TEST_CASE_METHOD(ResourcesFixture, "a run is read as JSON, and its timeline as a report") {
  const auto run = json::parse(read(run_uri));
  REQUIRE(run);
  CHECK(run->root().find("run").find("title").text() == "Mend it");
  CHECK(run->root().find("completeness").find("sources").size() == 1);
  CHECK_THAT(read(run_uri + "/timeline"), Catch::StartsWith("# ") && Contains("Mend it"));
}

TEST_CASE_METHOD(ResourcesFixture, "what is no run is no resource, and says so") {
  CHECK_THAT(read("run://today"), Contains("today"));
  CHECK_THAT(read("run://0199c0de-0000-7000-8000-0000000000ff"), Contains("no resource"));
}

TEST_CASE_METHOD(ResourcesFixture, "ids are completed from the runs there are") {
  for (const char* uri : {"run://{id}", "run://{id}/timeline"}) {
    CHECK(completed(uri, "") == 2);
    CHECK(completed(uri, "0199C0DE") == 2);
    CHECK(completed(uri, run_a) == 1);
    CHECK(completed(uri, "ffff") == 0);
  }
}
