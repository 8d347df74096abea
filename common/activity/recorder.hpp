#pragma once
// Recorder: writes what a server tells of its calls to the spool of the run log, if that is in use
// on this machine: if the directory is there. Thread-safe.

#include <filesystem>
#include <functional>

#include "activity/tool_call.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"

namespace activity {

/// Where events wait for mcp-runlog.
std::filesystem::path spool_directory(const std::filesystem::path& home);

class Recorder {
 public:
  /// `home` is asked on first use, and again after an error.
  explicit Recorder(std::function<base::Result<std::filesystem::path>()> home)
      : find_home_(std::move(home)) {}

  /// Nothing that goes wrong here reaches the call; the first time it is logged.
  void record(const ToolCall& call);

 private:
  base::Result<std::filesystem::path> directory();

  const std::function<base::Result<std::filesystem::path>()> find_home_;
  base::Mutex mutex_;
  std::filesystem::path directory_ GUARDED_BY(mutex_);
  bool complained_ GUARDED_BY(mutex_) = false;
};

}  // namespace activity
