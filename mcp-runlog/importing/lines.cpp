#include "mcp-runlog/importing/lines.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "mcp-runlog/sources/payload.hpp"

namespace runlog {

Lines::Lines(std::istream& in) : in_(in) {
  rewind();
}

void Lines::rewind() {
  in_.clear();
  in_.seekg(0);
  cutter_.emplace(0, payload_bytes_max);
  ready_.clear();
  number_ = 0;
  is_over_ = false;
}

std::optional<CutLine> Lines::next() {
  while (ready_.empty() && !is_over_)
    fill();
  if (ready_.empty()) return std::nullopt;
  CutLine line = std::move(ready_.front());
  ready_.pop_front();
  ++number_;
  return line;
}

void Lines::fill() {
  constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;
  std::string bytes(chunk_bytes, '\0');
  in_.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto got = static_cast<std::size_t>(in_.gcount());
  auto lines = cutter_->put(std::string_view(bytes).substr(0, got));
  std::move(lines.begin(), lines.end(), std::back_inserter(ready_));
  is_over_ = got < bytes.size();
  if (!is_over_) return;
  if (auto rest = cutter_->unfinished()) ready_.push_back(std::move(*rest));
}

}  // namespace runlog
