#pragma once
// Import: files of past sessions and exported runs become events. Reading a file again adds
// nothing.

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "mcp-runlog/sources/reading.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

enum class ImportFormat {
  run,          ///< what export_run and `mcp-runlog export --format jsonl` write
  events,       ///< lines of docs/formats/run-events.md without that header
  hooks,        ///< recorded payloads: {"at": TIME, "payload": {...}}, or bare payloads
  transcript,   ///< ~/.claude/projects/*/*.jsonl
  stream_json,  ///< claude -p --output-format stream-json --verbose
};

inline constexpr std::array<std::string_view, 5> import_format_names = {
    "run", "events", "hooks", "transcript", "stream-json"};

/// By what stands in the first line that is one; nothing if it tells nothing.
std::optional<ImportFormat> format_of(std::string_view line);

struct Imported {
  std::int64_t lines = 0;
  std::int64_t added = 0;
  std::int64_t known = 0;
  std::int64_t deleted = 0;
  std::int64_t unreadable = 0;
};

using Take = std::function<base::Result<Added>(Delivery)>;

/// Hands over a file in deliveries. `format`: else it is found out. A line that cannot be read is
/// counted, and kept raw where it is known whose it is; of one beyond payload_bytes_max so is its
/// beginning. Only a run's export is refused as a whole, since half of it would be another run.
///
/// The same file gives the same events on any day: Surroundings::at is not used. A line without a
/// time has the last one that was told before it (survey.hpp says what the first lines have).
///
/// not_found: no such file. invalid: nobody can tell what it is; say the format.
base::Result<Imported> import_file(const std::filesystem::path& file,
                                   std::optional<ImportFormat> format,
                                   const Surroundings& surroundings,
                                   const Take& take);

}  // namespace runlog
