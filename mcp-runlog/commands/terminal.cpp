#include "mcp-runlog/commands/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/env.hpp"

namespace runlog {

TerminalLook look_of_stdout() {
  TerminalLook look;
  if (::isatty(STDOUT_FILENO) != 1) return look;
  look.colour = !base::env("NO_COLOR");
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) look.width = size.ws_col;
  return look;
}

}  // namespace runlog
