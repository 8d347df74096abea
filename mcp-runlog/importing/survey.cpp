#include "mcp-runlog/importing/survey.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <system_error>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "mcp-runlog/importing/line_reading.hpp"
#include "mcp-runlog/sources/payload.hpp"

namespace runlog {
namespace {

/// More than one is rare; a file of nothing else must not fill the memory.
constexpr std::size_t sessions_max = 1000;

std::optional<base::Instant> first_time(ImportFormat format, Lines& lines) {
  lines.rewind();
  while (const auto line = lines.next()) {
    const Read read = read_imported_line(format, *line, lines.number(), {});
    if (read.told_at) return read.told_at;
  }
  return std::nullopt;
}

base::Result<base::Instant> time_written(const std::filesystem::path& file) {
  std::error_code failed;
  const auto written = std::filesystem::last_write_time(file, failed);
  if (failed) return base::unavailable(base::format("{}: {}", file.string(), failed.message()));
  const auto since_epoch = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return base::Instant(std::chrono::floor<std::chrono::milliseconds>(since_epoch));
}

std::string session_of(const std::filesystem::path& file, Lines& lines) {
  std::map<std::string, std::size_t> count_of;
  lines.rewind();
  while (const auto line = lines.next()) {
    if (line->text.find("\"sessionId\"") == std::string::npos) continue;
    const auto payload = read_payload(line->text);
    const std::string session =
        payload ? name_in(payload->document.root(), "sessionId") : std::string();
    if (session.empty()) continue;
    if (count_of.size() < sessions_max || count_of.find(session) != count_of.end())
      ++count_of[session];
  }
  const auto most =
      std::max_element(count_of.begin(), count_of.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
      });
  if (most != count_of.end()) return most->first;
  const std::string stem = file.stem().string();
  return base::is_uuid(stem) ? base::lower(stem) : std::string();
}

}  // namespace

base::Result<Survey> surveyed(const std::filesystem::path& file,
                              ImportFormat format,
                              Lines& lines) {
  Survey survey;
  if (format == ImportFormat::events) return survey;  // each has its own time
  const auto first = first_time(format, lines);
  survey.at = first ? *first : TRY(time_written(file));
  if (format == ImportFormat::transcript) survey.session_id = session_of(file, lines);
  lines.rewind();
  return survey;
}

}  // namespace runlog
