#pragma once
// The stdio transport: one message a line on stdin, answers on stdout, nothing else ever on stdout.
//
// Threads: the main thread waits for the end and shuts down; of a bounded pool one thread at a time
// reads, and answers quick methods, others run handlers; whoever has an answer writes it through
// one writer.

#include <chrono>

#include "base/limits.hpp"
#include "mcp/dispatcher.hpp"

namespace transport {

struct StdioOptions {
  std::chrono::milliseconds call_time_max = base::limits::call_time_max;
};

/// Serves this process's stdin and stdout until end of input, SIGINT, SIGTERM, SIGHUP or the death
/// of the parent; calls in flight then get base::limits::shutdown_drain_max to be answered. Returns
/// the exit code. Call it from the main thread, before any other is started.
int serve_stdio(const mcp::Dispatcher& dispatcher,
                const mcp::Identity& identity,
                const StdioOptions& options);

}  // namespace transport
