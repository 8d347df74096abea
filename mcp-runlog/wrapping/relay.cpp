#include "mcp-runlog/wrapping/relay.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

namespace runlog {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

/// Where a kernel cannot tell of the end, it is looked for.
constexpr int without_pidfd_ms = 20;

/// A pipe that is ready takes so much at once without making anybody wait (POSIX).
constexpr std::size_t write_bytes_max = PIPE_BUF;

/// The most that a pipe holds is read in so many pieces, unless root made it larger.
constexpr int pieces_in_pipe = 16;

struct Between {
  Child& child;
  Signals& signals;
  const OnPiece& on_piece;
};

/// Signals come through meanwhile. False: nobody reads it any more.
bool write_all(int to, std::string_view bytes, const Between& between) {
  while (!bytes.empty()) {
    std::array<pollfd, 2> ready{pollfd{to, POLLOUT, 0},
                                pollfd{between.signals.descriptor(), POLLIN, 0}};
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[1].revents != 0) between.signals.pass_on(between.child.pid);
    if (ready[0].revents == 0) continue;
    const ssize_t written = ::write(to, bytes.data(), std::min(bytes.size(), write_bytes_max));
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      return false;
    }
  }
  return true;
}

class Passage {
 public:
  Passage(base::Fd& from, int to, Channel channel) : from_(from), to_(to), channel_(channel) {}

  pollfd wanted() const { return {from_.number(), POLLIN, 0}; }

  /// One piece. False: there is nothing now, or nothing comes any more.
  bool pass(const Between& between) {
    if (!from_) return false;
    const ssize_t got = ::read(from_.number(), piece_.data(), piece_.size());
    if (got < 0 && errno == EINTR) return true;
    if (got < 0 && errno == EAGAIN) return false;
    const std::string_view piece(piece_.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    if (piece.empty() || !write_all(to_, piece, between)) from_.reset();
    if (!piece.empty()) between.on_piece(channel_, piece);
    return !piece.empty();
  }

  void pass_what_is_left(const Between& between) {
    for (int piece = 0; piece < pieces_in_pipe && pass(between); ++piece) {
    }
  }

 private:
  base::Fd& from_;
  const int to_;
  const Channel channel_;
  std::array<char, piece_bytes> piece_{};
};

bool has_ended(const Child& child, const pollfd& life) {
  if (child.life) return life.revents != 0;
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child.pid;
}

}  // namespace

ChildEnd relay(Child& child, Signals& signals, const OnPiece& on_piece) {
  const Between between{child, signals, on_piece};
  Passage output(child.output, STDOUT_FILENO, Channel::output);
  Passage errors(child.errors, STDERR_FILENO, Channel::errors);
  bool ended = false;
  while (!ended) {
    std::array<pollfd, 4> ready{output.wanted(),
                                errors.wanted(),
                                pollfd{signals.descriptor(), POLLIN, 0},
                                pollfd{child.life.number(), POLLIN, 0}};
    if (::poll(ready.data(), ready.size(), child.life ? -1 : without_pidfd_ms) < 0) continue;
    if (ready[2].revents != 0) signals.pass_on(child.pid);
    ended = has_ended(child, ready[3]);
    if (ready[0].revents != 0) output.pass(between);
    if (ready[1].revents != 0) errors.pass(between);
  }
  output.pass_what_is_left(between);
  errors.pass_what_is_left(between);
  return end_of(child);
}

}  // namespace runlog
