// A stream in pieces of any size: the same lines as if it had come at once, and none over the
// limit.

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "transport/line_reader.hpp"

using Event = transport::LineReader::Event;

static constexpr std::size_t line_bytes_max = 16;

static std::vector<std::string> expected(std::string_view stream) {
  std::vector<std::string> lines;
  for (const std::string_view line : base::split(stream, '\n')) {
    if (line.size() > line_bytes_max) {
      lines.emplace_back("too long");
    } else if (!base::trimmed(line).empty()) {
      lines.push_back("=" + std::string(line));
    }
  }
  return lines;
}

static void take(transport::LineReader& reader, int wait_ms, std::vector<std::string>& lines) {
  for (;;) {
    const Event event = reader.next(wait_ms);
    if (event == Event::waited || event == Event::end) return;
    lines.push_back(event == Event::too_long ? "too long" : "=" + std::string(reader.line()));
  }
}

/// The first byte says how large the pieces are.
FUZZ_TARGET(input) {
  if (input.empty() || input.size() > 4096) return;
  const std::size_t piece = static_cast<unsigned char>(input[0]) % 32U + 1U;
  const std::string_view stream = input.substr(1);
  std::array<int, 2> ends{};
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  const base::Fd read_end(ends[0]);
  base::Fd write_end(ends[1]);
  transport::LineReader reader(read_end.number(), -1, line_bytes_max);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    const std::string_view bytes = stream.substr(at, piece);
    CHECK(::write(write_end.number(), bytes.data(), bytes.size()) ==
          static_cast<ssize_t>(bytes.size()));
    take(reader, 0, lines);
  }
  write_end.reset();
  take(reader, -1, lines);
  CHECK(lines == expected(stream));
}
