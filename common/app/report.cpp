#include "app/report.hpp"

#include <cstdio>

#include "base/format.hpp"

namespace app {

int report(std::string_view program, const base::Result<std::string>& text) {
  if (!text) {
    std::fputs(base::format("{}: {}\n", program, text.error().message).c_str(), stderr);
    return 1;
  }
  std::fputs(text->c_str(), stdout);
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace app
