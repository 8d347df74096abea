#include "support/browser.hpp"

#include <chrono>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace support {
namespace {

std::string binary() {
  if (const char* chosen = std::getenv("CHROMIUM")) return chosen;
  for (const char* place : {"/usr/bin/chromium", "/usr/bin/chromium-browser"}) {
    if (std::filesystem::exists(place)) return place;
  }
  throw std::runtime_error("the package chromium is not installed; CHROMIUM may name a browser");
}

/// Lines of the console of pages; the rest is about buses and sensors that a test machine lacks.
std::string console_lines(const std::string& errors) {
  std::istringstream lines(errors);
  std::string console;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("CONSOLE") != std::string::npos) console += line + "\n";
  }
  return console;
}

std::vector<std::string> arguments_for(const PageWanted& wanted,
                                       const TemporaryDirectory& profile) {
  std::vector<std::string> arguments = {
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--no-first-run",
      "--hide-scrollbars",
      "--enable-logging=stderr",
      "--v=0",
      "--user-data-dir=" + profile.path().string(),
      "--window-size=" + std::to_string(wanted.width) + "," + std::to_string(wanted.height),
      std::string("--blink-settings=preferredColorScheme=") + (wanted.dark ? "0" : "1"),
      "--dump-dom"};
  if (!wanted.screenshot.empty()) arguments.push_back("--screenshot=" + wanted.screenshot.string());
  if (!wanted.pdf.empty()) {
    arguments.push_back("--print-to-pdf=" + wanted.pdf.string());
    arguments.emplace_back("--no-pdf-header-footer");
  }
  arguments.push_back("file://" + wanted.page.string());
  return arguments;
}

/// Chromium that does not end is asked once more, within what ctest gives a test. None is known to
/// since it keeps real time: with --virtual-time-budget one in twelve hung beside other work.
Finished run_browser(const PageWanted& wanted) {
  constexpr std::chrono::seconds time_max{55};
  for (int attempt = 0; attempt < 2; ++attempt) {
    const TemporaryDirectory profile;
    auto finished = run_if_it_ends(
        binary(), arguments_for(wanted, profile), {{"HOME", profile.path().string()}}, time_max);
    if (finished) return *std::move(finished);
  }
  throw std::runtime_error("chromium does not end");
}

}  // namespace

OpenedPage open_page(const PageWanted& wanted) {
  const Finished finished = run_browser(wanted);
  OpenedPage opened;
  for (const std::string& line : finished.lines)
    opened.dom += line + "\n";
  opened.console = console_lines(finished.errors);
  if (finished.exit_code != 0 || opened.dom.empty())
    throw std::runtime_error("chromium opened no page: " + finished.errors);
  return opened;
}

}  // namespace support
