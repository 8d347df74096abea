// export_run: files for people, and for other machines.

#include <fstream>
#include <iterator>

#include "desk.hpp"
#include "mcp-runlog/export/jsonl.hpp"

using Catch::Contains;
using happenings::run_a;

namespace fs = std::filesystem;

namespace {

struct ExportRunFixture {
  support::TemporaryDirectory home;
  desk::Desk devbot{home.path()};

  ExportRunFixture() {
    using namespace happenings;
    devbot.deliver({start(run_a, 0, {.title = "Mend <the> build"}),
                    of_run(run_a, note("A note", 1'000)),
                    finish(run_a, 2'000, {.outcome = "Done."})});
  }

  std::string text_of(const desk::Answer& written) const {
    std::ifstream in(written.member("path"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

}  // namespace

TEST_CASE_METHOD(ExportRunFixture, "an export is a file that nobody else may read") {
  for (const auto& [format, words] : {std::pair("html", "<html"),
                                      std::pair("markdown", "# "),
                                      std::pair("jsonl", "\"agent-smith-run/1\"")}) {
    const auto written = devbot.must(
        "export_run", desk::of_run(run_a, R"("format":")" + std::string(format) + "\""));
    const fs::path path = written.member("path");
    CHECK(path.parent_path() == home.path() / "runlog-exports");
    CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    const std::string text = text_of(written);
    CHECK_THAT(text, Contains(words) && Contains("A note"));
    CHECK(written.member("bytes") == std::to_string(text.size()));
    CHECK(written.member("events") == "3");
    CHECK_THAT(written.text, Contains(path.string()));
  }
}

TEST_CASE_METHOD(ExportRunFixture,
                 "an export is written anew each time, whole, and leaves nothing beside it") {
  const auto first = devbot.must("export_run", desk::of_run(run_a, R"("format":"jsonl")"));
  const std::string before = text_of(first);
  CHECK(text_of(devbot.must("export_run", desk::of_run(run_a, R"("format":"jsonl")"))) == before);
  devbot.must("log_event", desk::of_run(run_a, R"("title":"More")"));
  const auto later = devbot.must("export_run", desk::of_run(run_a, R"("format":"jsonl")"));
  CHECK(later.member("path") == first.member("path"));
  const auto lines = runlog::read_run_lines(text_of(later));
  REQUIRE(lines);
  CHECK(lines->events.size() == 4);
  const fs::directory_iterator files(home.path() / "runlog-exports");
  CHECK(std::distance(files, fs::directory_iterator()) == 1);
}

TEST_CASE_METHOD(ExportRunFixture, "where no file can be written, the error says where") {
  home.write("runlog-exports", "in the way");
  CHECK_THAT(devbot.refused("export_run", desk::of_run(run_a)),
             Contains("runlog-exports") && Contains("cannot be written"));
}
