#pragma once
// A real browser, Chromium without a window, that opens one local page for a test. CHROMIUM names
// the binary; unset, it is the package chromium. A browser that is missing is a failure, because a
// page that no browser has opened is not tested. Its profile is in a temporary directory.

#include <filesystem>
#include <string>

namespace support {

struct PageWanted {
  std::filesystem::path page;
  std::string fragment = {};  ///< "#..." of the address
  int width = 1280;           ///< of the window
  int height = 1600;
  bool dark = false;                      ///< what the user prefers
  std::filesystem::path screenshot = {};  ///< empty: none
  std::filesystem::path pdf = {};         ///< empty: none
};

struct OpenedPage {
  std::string dom;      ///< as HTML, after scripts ran
  std::string console;  ///< what the page and the browser complained of
};

OpenedPage open_page(const PageWanted& wanted);

}  // namespace support
