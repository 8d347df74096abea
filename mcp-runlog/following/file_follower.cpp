#include "mcp-runlog/following/file_follower.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"

namespace runlog {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;

/// The generation that holds the position; the one of the same inode if several do.
std::optional<std::size_t> place_in(const std::vector<LogFile>& generations,
                                    const FilePosition& position) {
  for (std::size_t at = 0; at < generations.size(); ++at) {
    if (generations[at].is_same_as(position) && generations[at].holds(position)) return at;
  }
  if (position.head.empty()) return std::nullopt;
  for (std::size_t at = 0; at < generations.size(); ++at) {
    if (generations[at].holds(position)) return at;
  }
  return std::nullopt;
}

}  // namespace

std::string log_name_of(const std::filesystem::path& path) {
  std::error_code failed;
  const std::filesystem::path whole = std::filesystem::absolute(path, failed);
  return failed ? path.string() : whole.lexically_normal().string();
}

FileFollower::FileFollower(std::filesystem::path path, const std::string& position)
    : path_(std::move(path)), name_(log_name_of(path_)), from_(read_position(position)) {}

base::Result<Piece> FileFollower::next() {
  std::string remark;
  if (!current_) TRY(begin(remark));
  TRY(check_place(remark));
  const std::string bytes = TRY(current_->file.read_at(current_->tracks.reached(), chunk_bytes));
  Piece piece;
  if (!bytes.empty()) {
    current_->tracks.took(bytes);
    piece = {.state = Piece::State::more, .file = file(), .lines = current_->cutter.put(bytes)};
  } else if (TRY(has_younger())) {
    // A writer that has gone on to another file does not end the line.
    piece = unfinished();
    piece.state = Piece::State::more;
    read_from(std::move(younger_.front()), {});
    younger_.pop_front();
  }
  piece.position = written(current_->tracks.position());
  piece.remark = std::move(remark);
  return piece;
}

Piece FileFollower::unfinished() const {
  Piece piece;
  if (!current_) return piece;
  piece.file = file();
  piece.position = written(current_->tracks.position());
  if (auto line = current_->cutter.unfinished()) piece.lines.push_back(std::move(*line));
  return piece;
}

base::Result<void> FileFollower::begin(std::string& remark) {
  if (!from_) {
    read_from(TRY(LogFile::open(path_)), {});
    return {};
  }
  auto generations = TRY(generations_of(path_));
  if (generations.empty()) return base::not_found(path_.string() + ": is not there");
  if (const auto at = place_in(generations, *from_)) {
    read_from(std::move(generations[*at]), *from_);
    return {};
  }
  remark = base::format(
      "{}: the place up to which it was read is not found any more; it is read from its beginning, "
      "as are its older generations",
      path_.string());
  read_from(std::move(generations.back()), {});
  return {};
}

/// A file that was emptied has the rest of what it had in a copy, if anywhere.
base::Result<void> FileFollower::check_place(std::string& remark) {
  const FilePosition position = current_->tracks.position();
  const bool is_whole =
      current_->file.holds(position) && TRY(current_->file.size()) >= current_->tracks.reached();
  if (is_whole) return {};
  younger_.clear();
  auto generations = TRY(generations_of(path_));
  if (const auto at = place_in(generations, position)) {
    read_from(std::move(generations[*at]), position);
    return {};
  }
  remark = base::format("{}: was emptied; what was written behind byte {} may be lost",
                        path_.string(),
                        position.offset);
  read_from(std::move(current_->file), {});
  return {};
}

/// A younger generation without a byte shows nothing: whoever writes may not know of it yet.
base::Result<bool> FileFollower::has_younger() {
  if (!younger_.empty()) return true;
  const auto youngest = LogFile::open(path_);
  if (!youngest && youngest.error().kind == base::ErrorKind::not_found) return false;
  if (!youngest) return youngest.error();
  const FilePosition own = current_->file.beginning();
  if (youngest->is_same_as(own)) return false;
  auto generations = TRY(generations_of(path_));
  // Without its own generation among them, nothing tells which of them are older.
  auto end = std::find_if(generations.begin(), generations.end(), [&](const LogFile& file) {
    return file.is_same_as(own);
  });
  if (end == generations.end()) end = generations.begin() + (generations.empty() ? 0 : 1);
  bool any = false;
  for (auto file = generations.begin(); file != end; ++file)
    any = any || TRY(file->size()) > 0;
  if (!any || TRY(current_->file.size()) > current_->tracks.reached()) return false;
  for (auto file = generations.begin(); file != end; ++file)
    younger_.push_front(std::move(*file));
  return true;
}

void FileFollower::read_from(LogFile file, FilePosition position) {
  const FilePosition beginning = file.beginning();
  position.device = beginning.device;
  position.inode = beginning.inode;
  const std::uint64_t offset = position.offset;
  current_.emplace(Reading{std::move(file), Tracks(std::move(position)), LineCutter(offset)});
}

std::string FileFollower::file() const {
  return base::format("{}#{}", name_, current_->tracks.name());
}

}  // namespace runlog
