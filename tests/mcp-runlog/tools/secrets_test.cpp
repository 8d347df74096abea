// A secret that is told to the run log comes out of no tool, and lies in no file.

#include <fstream>
#include <iterator>

#include "desk.hpp"

using Catch::Contains;
using happenings::run_a;

namespace {

const std::string secret = std::string("ghp_") + "0123456789abcdefghijABCDEFGHIJ012345";

bool has_secret(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return bytes.find(secret) != std::string::npos;
}

}  // namespace

TEST_CASE("a secret that an agent says is told by nobody again") {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  devbot.must("start_run", desk::of_run(run_a, R"("title":"With )" + secret + "\""));
  const auto said = devbot.must(
      "log_event",
      desk::of_run(run_a,
                   R"("title":"The token )" + secret + R"(","text":"x )" + secret +
                       R"(","body":{"deep":[{")" + secret + R"(":"Bearer )" + secret +
                       R"("}]},"kind":"file.edit","file_path":"/tmp/)" + secret +
                       R"(","tool_use_id":")" + secret + R"(","key":")" + secret + "\""));
  CHECK(said.member("redactions") != "0");
  CHECK_THAT(said.text, Contains("revoke"));
  devbot.must("finish_run",
              desk::of_run(run_a, R"("status":"ok","outcome":"Used )" + secret + "\""));
  for (const auto& [tool, arguments] :
       {std::pair("get_timeline", desk::of_run(run_a)),
        std::pair("run_summary", desk::of_run(run_a)),
        std::pair("file_changes", desk::of_run(run_a)),
        std::pair("list_runs", std::string("{}")),
        std::pair("search_runs", std::string(R"({"words":"token"})")),
        std::pair("get_event", R"({"event_id":")" + said.member("event_id") + "\"}"),
        std::pair("source_status", std::string("{}"))}) {
    INFO(tool);
    CHECK_THAT(devbot.must(tool, arguments).response->root().dump(), !Contains(secret));
  }
  CHECK(devbot.must("search_runs", R"({"words":")" + secret + "\"}").list("hits").size() == 0);
  for (const char* format : {"html", "markdown", "jsonl"})
    devbot.must("export_run", desk::of_run(run_a, R"("format":")" + std::string(format) + "\""));
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home.path())) {
    if (!entry.is_regular_file()) continue;
    INFO(entry.path());
    ++files;
    CHECK_FALSE(has_secret(entry.path()));
  }
  CHECK(files >= 5);
}
