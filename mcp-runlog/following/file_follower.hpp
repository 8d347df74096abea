#pragma once
// FileFollower: follows a log by its name, as tail -F does. Where the file was rotated (renamed, or
// copied and emptied), also several times and also before this began, the older generations are
// read to their ends first. A line without a line break waits for the rest of it, unless a younger
// generation shows that none will come.
//
// When the place is not found any more, all generations are read from their beginnings: a line that
// was read before gives the event that is there already.

#include <deque>
#include <filesystem>
#include <optional>
#include <string>

#include "mcp-runlog/following/file_position.hpp"
#include "mcp-runlog/following/follower.hpp"
#include "mcp-runlog/following/log_file.hpp"

namespace runlog {

class FileFollower : public Follower {
 public:
  /// `position`: of an earlier Piece, or empty. The path need not exist yet.
  FileFollower(std::filesystem::path path, const std::string& position);

  /// not_found, unavailable: as LogFile::open.
  base::Result<Piece> next() override;

  Piece unfinished() const override;

 private:
  /// One generation, and how far it was read.
  struct Reading {
    LogFile file;
    Tracks tracks;
    LineCutter cutter;
  };

  base::Result<void> begin(std::string& remark);
  base::Result<void> check_place(std::string& remark);
  base::Result<bool> has_younger();
  void read_from(LogFile file, FilePosition position);
  std::string file() const;

  const std::filesystem::path path_;
  const std::string name_;  ///< log_name_of() the path
  std::optional<FilePosition> from_;
  std::optional<Reading> current_;
  std::deque<LogFile> younger_;  ///< to be read after it, in this order
};

/// What a log is called, and all its generations with it: the path by which it is followed, made
/// absolute. A number at its end is part of it: worker.1 and worker.2 may be logs of their own.
std::string log_name_of(const std::filesystem::path& path);

}  // namespace runlog
