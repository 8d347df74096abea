#include "mcp-runlog/following/stream_follower.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/format.hpp"

namespace runlog {
namespace {

constexpr int wait_ms = 100;
constexpr std::size_t stream_chunk_bytes = std::size_t{64} * 1024;

}  // namespace

StreamFollower::StreamFollower(int descriptor, std::string name)
    : descriptor_(descriptor), name_(std::move(name)) {}

base::Result<Piece> StreamFollower::next() {
  Piece piece{.file = name_};
  pollfd waiting{descriptor_, POLLIN, 0};
  if (::poll(&waiting, 1, wait_ms) <= 0) return piece;
  std::string bytes(stream_chunk_bytes, '\0');
  const ssize_t got = ::read(descriptor_, bytes.data(), bytes.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return piece;
  if (got < 0)
    return base::unavailable(base::format("{}: {}", name_, std::generic_category().message(errno)));
  if (got == 0) {
    piece.state = Piece::State::ended;
    if (auto line = cutter_.unfinished()) piece.lines.push_back(std::move(*line));
    return piece;
  }
  piece.state = Piece::State::more;
  piece.lines = cutter_.put(std::string_view(bytes).substr(0, static_cast<std::size_t>(got)));
  return piece;
}

}  // namespace runlog
