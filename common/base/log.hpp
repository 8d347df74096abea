#pragma once
// Log lines for the operator, on stderr: "<level> <message> [run=<uuid>]". Terse, because some
// clients never drain stderr: a line that would block is dropped rather than holding up a call. A
// line that names no run carries that of the process (RUN_ID). Thread-safe.

#include <string_view>

namespace base {

enum class LogLevel { error, warning, info };

void log(LogLevel level, std::string_view message, std::string_view run_id = {});

}  // namespace base
