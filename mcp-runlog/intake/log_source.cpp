#include "mcp-runlog/intake/log_source.hpp"

#include <utility>

#include "mcp-runlog/following/file_follower.hpp"
#include "mcp-runlog/intake/log_place.hpp"

namespace runlog {

LogSource log_source(Feed feed, const std::filesystem::path& file, std::string_view position) {
  const LogPlace place = read_log_place(position);
  return {.feed = std::move(feed),
          .follower = std::make_unique<FileFollower>(file, place.position),
          .told_at = place.told_at};
}

}  // namespace runlog
