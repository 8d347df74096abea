#include "transport/stdio.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <thread>

#include "base/check.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "transport/endings.hpp"
#include "transport/line_reader.hpp"
#include "transport/line_writer.hpp"
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

int wait_ms_until(std::optional<mcp::Call::Deadline> deadline) {
  if (!deadline) return -1;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

void refuse_long_line(mcp::Session& session) {
  const rpc::Error error{
      rpc::ErrorCode::invalid_request,
      base::format("message refused: longer than {} bytes", base::limits::message_bytes_max)};
  session.sink()->send(rpc::error_response(std::nullopt, error));
}

/// The last catch of the reader: what is left to fail here is memory, and the next message may be
/// smaller.
void take_message(std::string_view line,
                  const mcp::Dispatcher& dispatcher,
                  const std::shared_ptr<mcp::Session>& session,
                  WorkerPool& pool) {
  try {
    auto job = dispatcher.accept(line, session).job;
    if (job && !pool.submit(std::move(job->run), job->kind)) job->refuse();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::error, base::format("a message was dropped: {}", error.what()));
  }
}

void read_messages(LineReader& reader,
                   const mcp::Dispatcher& dispatcher,
                   const std::shared_ptr<mcp::Session>& session,
                   WorkerPool& pool,
                   const std::atomic<bool>& stopping) {
  while (!stopping) {
    switch (reader.next(wait_ms_until(session->next_deadline()))) {
      case LineReader::Event::end:
        return;
      case LineReader::Event::too_long:
        refuse_long_line(*session);
        break;
      case LineReader::Event::waited:
        break;
      case LineReader::Event::line:
        take_message(reader.line(), dispatcher, session, pool);
        break;
    }
    session->expire(std::chrono::steady_clock::now());
  }
}

bool nobody_reads(int output) {
  pollfd ready{output, 0, 0};
  return ::poll(&ready, 1, 0) == 1 && (ready.revents & POLLERR) != 0;
}

/// True if every thread came to rest in time, so that all of them can be joined.
bool come_to_rest(mcp::Session& session,
                  WorkerPool& pool,
                  const Wakeup& reader_ended,
                  bool wait_for_answers) {
  constexpr std::chrono::milliseconds stop_time_max{50};
  // The reader first: until it has ended, an idle pool may still be given work.
  pollfd ended{reader_ended.fd(), POLLIN, 0};
  const bool has_ended = ::poll(&ended, 1, static_cast<int>(stop_time_max.count())) == 1;
  if (wait_for_answers) session.end_standing(true);
  const auto drain_time_max =
      wait_for_answers ? base::limits::shutdown_drain_max : std::chrono::milliseconds(0);
  bool idle = pool.wait_idle(drain_time_max);
  if (!idle) {
    session.stop_all();
    idle = pool.wait_idle(stop_time_max);
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
  const Wakeup reader_ended;
  const Wakeup stop_reading;
  std::atomic<bool> stopping = false;
  const auto writer = std::make_shared<LineWriter>(output.number(), [&] { over.signal(); });
  const auto session = std::make_shared<mcp::Session>(writer, identity, options.call_time_max);
  WorkerPool pool(base::limits::requests_in_flight_max);
  LineReader reader(STDIN_FILENO, stop_reading.fd(), base::limits::message_bytes_max);

  std::thread reading([&] {
    read_messages(reader, dispatcher, session, pool, stopping);
    reader_ended.signal();
    over.signal();
  });
  endings.wait(over, STDIN_FILENO);
  stopping = true;
  stop_reading.signal();
  if (!come_to_rest(*session, pool, reader_ended, !nobody_reads(output.number()))) {
    // A handler or a blocked write does not yield. Every answered write is committed, so leaving
    // now loses nothing.
    std::_Exit(EXIT_SUCCESS);
  }
  reading.join();
  return EXIT_SUCCESS;
}

}  // namespace transport
