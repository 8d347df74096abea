#include "mcp-memory/commands.hpp"

#include <csignal>
#include <cstdio>

#include "app/report.hpp"

namespace memory {

std::vector<app::Command> commands(const Setting& setting) {
  return {
      brief_command(setting),
      find_command(setting),
      export_command(setting),
      import_command(setting),
      nats_command(setting),
      backup_command(setting),
      purge_command(setting),
      doctor_command(setting),
      eval_command(setting),
  };
}

void catch_up(const Setting& setting) {
  std::signal(SIGPIPE, SIG_IGN);  // as OpenSSL cannot keep it away
  if (!setting.memory->records()) return;
  constexpr std::chrono::seconds longest{2};
  const nats::Patience patience = nats::within(longest);
  const bool is_current = setting.memory->await_log(patience);
  if (is_current) static_cast<void>(setting.memory->deliver_all(patience));
  if (is_current) return;
  std::fprintf(stderr, "mcp-memory: %s\n", setting.memory->remark_on_log({}).c_str());
}

int report(const base::Result<std::string>& text) {
  return app::report("mcp-memory", text);
}

}  // namespace memory
