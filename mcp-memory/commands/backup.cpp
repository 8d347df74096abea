#include "base/format.hpp"
#include "mcp-memory/commands.hpp"

namespace memory {
namespace {

base::Result<std::string> back_up_to(const Setting& setting, const std::string& file) {
  catch_up(setting);
  RecordStore* records = TRY(setting.memory->records());
  const std::uint64_t bytes = TRY(records->back_up({}, file));
  return base::format(
      "{}: {} bytes, complete as of now. To restore: end the servers, put it in the place of "
      "memory.db, delete memory.db-wal and memory.db-shm.\n",
      file,
      bytes);
}

}  // namespace

app::Command backup_command(const Setting& setting) {
  return {.name = "backup",
          .help = "Copy the whole memory into a new file, also while servers write",
          .options = {{.name = "file",
                       .help = "A file that does not exist yet",
                       .positional = true,
                       .required = true,
                       .is_path = true}},
          .run = [setting](const app::Words& words) {
            return report(back_up_to(setting, words.at("file")));
          }};
}

}  // namespace memory
