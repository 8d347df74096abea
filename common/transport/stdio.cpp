#include "transport/stdio.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstdlib>

#include "base/check.hpp"
#include "transport/endings.hpp"
#include "transport/line_writer.hpp"
#include "transport/reading.hpp"
#include "transport/worker_pool.hpp"

namespace transport {
namespace {

/// A launcher may leave one of them closed; the next file opened would take its number, and be read
/// or written as a stream.
void open_missing_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) == -1) CHECK(::open("/dev/null", O_RDWR) == stream);
  }
}

/// The protocol's own descriptor; what a library prints goes to stderr from now on.
base::Fd move_stdout_aside() {
  base::Fd output(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  CHECK(output);
  CHECK(::dup2(STDERR_FILENO, STDOUT_FILENO) == STDOUT_FILENO);
  return output;
}

bool nobody_reads(int output) {
  pollfd ready{output, 0, 0};
  return ::poll(&ready, 1, 0) == 1 && (ready.revents & POLLERR) != 0;
}

/// True if every thread came to rest in time, so that all of them can be joined.
bool come_to_rest(mcp::Session& session,
                  WorkerPool& pool,
                  const Reading& reading,
                  bool wait_for_answers) {
  constexpr std::chrono::milliseconds stop_time_max{50};
  // Until nothing is read any more, an idle pool may still be given work.
  bool has_ended = reading.wait_ended(stop_time_max);
  if (wait_for_answers) session.end_standing(true);
  const auto drain_time_max =
      wait_for_answers ? base::limits::shutdown_drain_max : std::chrono::milliseconds(0);
  // Who reads may be held up by an answer that nobody takes.
  bool idle = pool.wait_idle(drain_time_max, has_ended ? 0 : 1);
  if (!has_ended && reading.wait_ended(std::chrono::milliseconds(0))) {
    // It was late only, so the one thread that still ran may have run a call.
    has_ended = true;
    idle = pool.wait_idle(drain_time_max);
  }
  if (!idle) {
    session.stop_all();
    idle = pool.wait_idle(stop_time_max, has_ended ? 0 : 1);
  }
  return has_ended && idle;
}

}  // namespace

int serve_stdio(const mcp::Dispatcher& dispatcher,
                const mcp::Identity& identity,
                const StdioOptions& options) {
  open_missing_streams();
  const base::Fd output = move_stdout_aside();
  const Endings endings = Endings::watch(true);
  const Wakeup over;  // the input has ended, or nobody reads our output
  const auto writer = std::make_shared<LineWriter>(output.number(), [&] { over.signal(); });
  const auto session = std::make_shared<mcp::Session>(writer, identity, options.call_time_max);
  // One thread more than in other pools, because one reads.
  WorkerPool pool(base::limits::requests_in_flight_max, base::limits::worker_threads_max + 1);
  Reading reading(STDIN_FILENO, dispatcher, session, pool, over);

  CHECK(reading.start());
  endings.wait(over, STDIN_FILENO);
  reading.stop();
  // A handler or a blocked write may not yield. Every answered write is committed, so leaving now
  // loses nothing.
  if (!come_to_rest(*session, pool, reading, !nobody_reads(output.number())))
    std::_Exit(EXIT_SUCCESS);
  return EXIT_SUCCESS;
}

}  // namespace transport
