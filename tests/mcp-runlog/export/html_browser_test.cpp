#include <filesystem>
#include <fstream>

#include "mcp-runlog/export/html.hpp"
#include "mcp-runlog/export/stories.hpp"
#include "support/browser.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/temporary_directory.hpp"
#include "support/text.hpp"

// The page in a real browser. Pictures of it stay in the build directory, to be looked at.

using support::holds;

namespace {

namespace fs = std::filesystem;

fs::path output(const std::string& name) {
  const fs::path folder = fs::path(support::build_directory) / "tests" / "output";
  fs::create_directories(folder);
  fs::remove(folder / name);
  return folder / name;
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

/// A picture or a print of some size.
bool is_written(const fs::path& file) {
  return fs::exists(file) && fs::file_size(file) > 5000;
}

}  // namespace

TEST_CASE("a browser shows the page in light, and prints it, without a complaint") {
  const support::TemporaryDirectory directory;
  const fs::path page = directory.write("run.html", runlog::html_page(stories::rich()));
  const fs::path picture = output("run-page-light.png");
  const fs::path print = output("run-page.pdf");
  const support::OpenedPage opened =
      support::open_page({.page = page, .height = 3600, .screenshot = picture, .pdf = print});
  CHECK(opened.console.empty());
  CHECK(holds(opened.dom, "class=\"scripted\""));
  CHECK_FALSE(holds(opened.dom, "id=\"controls\" hidden"));
  CHECK(count_of(opened.dom, "<li id=\"e-") == stories::rich().timeline.moments.size());
  CHECK(is_written(picture));
  CHECK(is_written(print));
}

TEST_CASE("a browser shows the page in the dark") {
  const support::TemporaryDirectory directory;
  const fs::path page = directory.write("run.html", runlog::html_page(stories::rich()));
  const fs::path picture = output("run-page-dark.png");
  const support::OpenedPage opened =
      support::open_page({.page = page, .height = 3600, .dark = true, .screenshot = picture});
  CHECK(opened.console.empty());
  CHECK(is_written(picture));
}

TEST_CASE("nothing that a run said is run, loaded or complained of by a browser") {
  const support::TemporaryDirectory directory;
  const fs::path page = directory.write("run.html", runlog::html_page(stories::hostile()));
  const fs::path picture = output("run-page-narrow.png");
  const support::OpenedPage opened =
      support::open_page({.page = page, .width = 500, .height = 4000, .screenshot = picture});
  CHECK(opened.console.empty());
  CHECK(is_written(picture));
  CHECK(holds(opened.dom, "<title>Run: &lt;/pre&gt;"));
  CHECK_FALSE(holds(opened.dom, "<title>owned"));
  CHECK_FALSE(holds(opened.dom, "<img"));
  CHECK(count_of(opened.dom, "<script>") == 1);
}

TEST_CASE("a browser would complain of a script or style that the page's policy does not name") {
  std::string page = runlog::html_page(stories::rich());
  page.insert(page.find("</main>"),
              "<script>document.title='owned'</script><p style=\"color:red\"/>");
  const support::TemporaryDirectory directory;
  const support::OpenedPage opened =
      support::open_page({.page = directory.write("run.html", page)});
  CHECK(count_of(opened.console, "Content Security Policy") >= 2);
  CHECK_FALSE(holds(opened.dom, "<title>owned"));
}

TEST_CASE("a browser opens a run of five thousand events") {
  const runlog::Story story = stories::large(5000);
  const support::TemporaryDirectory directory;
  const fs::path page = directory.write("run.html", runlog::html_page(story));
  const fs::path picture = output("run-page-large.png");
  const support::OpenedPage opened =
      support::open_page({.page = page, .height = 1600, .screenshot = picture});
  CHECK(opened.console.empty());
  CHECK(count_of(opened.dom, "<li id=\"e-") == 5000);
  CHECK(is_written(picture));
}
