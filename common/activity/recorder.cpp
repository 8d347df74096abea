#include "activity/recorder.hpp"

#include <string>

#include "base/format.hpp"
#include "base/log.hpp"
#include "spool/spool.hpp"

namespace activity {
namespace {

base::Result<void> append(const base::Result<std::filesystem::path>& directory,
                          const ToolCall& call) {
  if (!directory) return directory.error();
  const std::string line = event_line(call);
  return spool::Spool(*directory).append({&line, 1});
}

}  // namespace

std::filesystem::path spool_directory(const std::filesystem::path& home) {
  return home / "runlog-spool";
}

void Recorder::record(const ToolCall& call) {
  const auto appended = append(directory(), call);
  const base::Lock lock(mutex_);
  if (appended) complained_ = false;
  // Where there is no spool, nobody keeps a run log.
  if (appended || appended.error().kind == base::ErrorKind::not_found || complained_) return;
  complained_ = true;
  base::log(base::LogLevel::warning,
            base::format("calls are missing from the run log: {}", appended.error().message));
}

base::Result<std::filesystem::path> Recorder::directory() {
  const base::Lock lock(mutex_);
  if (directory_.empty()) directory_ = spool_directory(TRY(find_home_()));
  return directory_;
}

}  // namespace activity
