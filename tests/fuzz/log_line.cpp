// Any bytes as a log: lines come out the same however the bytes were cut, and each that is an event
// can be written and read. The first byte says where they are cut.

#include <algorithm>
#include <iterator>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "json/document.hpp"
#include "mcp-runlog/following/file_position.hpp"
#include "mcp-runlog/following/line_cutter.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/log_line.hpp"

namespace {

constexpr std::size_t line_bytes_max = 100;

struct Cut {
  std::vector<runlog::CutLine> lines;
  runlog::FilePosition position;
};

Cut cut(std::string_view bytes, std::size_t step) {
  Cut all;
  runlog::LineCutter cutter(0, line_bytes_max);
  runlog::Tracks tracks({});
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    tracks.took(piece);
    auto lines = cutter.put(piece);
    std::move(lines.begin(), lines.end(), std::back_inserter(all.lines));
  }
  if (const auto rest = cutter.unfinished()) all.lines.push_back(*rest);
  all.position = tracks.position();
  return all;
}

bool are_same(const runlog::CutLine& a, const runlog::CutLine& b) {
  return a.text == b.text && a.offset == b.offset && a.original_bytes == b.original_bytes;
}

void read_line(const runlog::CutLine& line) {
  const runlog::Surroundings here{.clock = "host:fuzz",
                                  .agent = {},
                                  .run_id = "0199c0de-0000-7000-8000-000000000002",
                                  .at = {}};
  const runlog::LogLine log{.text = line.text,
                            .file = "fuzz.log#1",
                            .offset = line.offset,
                            .original_bytes = line.original_bytes};
  for (const auto unmarked : {runlog::Unmarked::left_out, runlog::Unmarked::taken}) {
    const runlog::Read read = runlog::read_log_line(log, here, unmarked);
    CHECK(read.events.size() <= 1 && read.unreadable == 0);
    for (const runlog::Event& event : read.events) {
      CHECK(json::parse(event.body_json));
      CHECK(runlog::read_event_line(runlog::event_line(event)));
    }
  }
}

}  // namespace

FUZZ_TARGET(input) {
  if (input.empty()) return;
  const std::size_t step = std::max<std::size_t>(static_cast<unsigned char>(input.front()), 1);
  input.remove_prefix(1);
  const Cut whole = cut(input, std::max<std::size_t>(input.size(), 1));
  const Cut pieces = cut(input, step);
  CHECK(std::equal(
      whole.lines.begin(), whole.lines.end(), pieces.lines.begin(), pieces.lines.end(), are_same));
  CHECK(whole.position == pieces.position);
  const auto position = runlog::read_position(runlog::written(whole.position));
  CHECK(position == whole.position);
  for (const runlog::CutLine& line : whole.lines)
    read_line(line);
}
