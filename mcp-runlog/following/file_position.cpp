#include "mcp-runlog/following/file_position.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::string_view version = "1";
constexpr std::size_t head_bytes_max = 256;
constexpr std::size_t tail_bytes_max = 64;
constexpr std::size_t digest_digits = 16;

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "-" stands for none.
std::optional<std::string> digest_in(std::string_view text) {
  if (text == "-") return std::string();
  if (text.size() != digest_digits) return std::nullopt;
  return std::string(text);
}

std::string spelled(const std::string& digest) {
  return digest.empty() ? "-" : digest;
}

std::string_view last(std::string_view text, std::size_t bytes) {
  return text.substr(text.size() - std::min(bytes, text.size()));
}

}  // namespace

std::string position_digest(std::string_view bytes) {
  return base::sha256_hex(bytes).substr(0, digest_digits);
}

std::string written(const FilePosition& position) {
  return base::format("{} {} {} {} {} {} {} {}",
                      version,
                      position.device,
                      position.inode,
                      position.offset,
                      position.head_bytes,
                      spelled(position.head),
                      position.tail_bytes,
                      spelled(position.tail));
}

std::optional<FilePosition> read_position(std::string_view text) {
  constexpr std::size_t fields_count = 8;
  const auto fields = base::split(text, ' ');
  if (fields.size() != fields_count || fields[0] != version) return std::nullopt;
  const auto device = number_in(fields[1]);
  const auto inode = number_in(fields[2]);
  const auto offset = number_in(fields[3]);
  const auto head_bytes = number_in(fields[4]);
  const auto head = digest_in(fields[5]);
  const auto tail_bytes = number_in(fields[6]);
  const auto tail = digest_in(fields[7]);
  if (!device || !inode || !offset || !head_bytes || !head || !tail_bytes || !tail)
    return std::nullopt;
  if (*head_bytes > head_bytes_max || *tail_bytes > tail_bytes_max || *tail_bytes > *offset)
    return std::nullopt;
  return FilePosition{*device, *inode, *offset, *head_bytes, *head, *tail_bytes, *tail};
}

Tracks::Tracks(FilePosition from) : position_(std::move(from)), reached_(position_.offset) {}

void Tracks::took(std::string_view bytes) {
  if (position_.head.empty()) note_head(bytes);
  const std::size_t line_feed = bytes.rfind('\n');
  if (line_feed != std::string_view::npos) {
    const std::string_view whole = bytes.substr(0, line_feed + 1);
    const std::string before = window_ + std::string(last(whole, tail_bytes_max));
    const std::string_view tail = last(before, tail_bytes_max);
    position_.offset = reached_ + whole.size();
    position_.tail_bytes = tail.size();
    position_.tail = position_digest(tail);
  }
  reached_ += bytes.size();
  window_ += last(bytes, tail_bytes_max);
  window_ = last(window_, tail_bytes_max);
}

std::string Tracks::name() const {
  return position_.head.empty() ? position_digest(head_) : position_.head;
}

void Tracks::note_head(std::string_view bytes) {
  const std::size_t line_feed = bytes.find('\n');
  head_ += bytes.substr(0, std::min(line_feed, head_bytes_max - head_.size()));
  if (line_feed == std::string_view::npos) return;
  position_.head_bytes = head_.size();
  position_.head = position_digest(head_);
}

}  // namespace runlog
