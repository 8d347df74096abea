#pragma once
// Payload: JSON that another program wrote in a form it never promised. It is read with patience:
// what is not there, or of another type than expected, is empty; nothing here fails.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "mcp-runlog/format/body.hpp"
#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// The most that is read of one payload. Results of tools hold whole files and pictures.
inline constexpr std::size_t payload_bytes_max = std::size_t{16} * 1024 * 1024;

struct Payload {
  json::Document document;  ///< an object
  /// Why it cannot be kept as it came ("nested deeper than 48"); empty: it can.
  std::string trouble = {};
};

/// Programs cut texts in the middle of a character: half a surrogate pair, or a byte that is no
/// UTF-8, is read as U+FFFD. Nothing: no JSON object, or more than payload_bytes_max.
std::optional<Payload> read_payload(std::string_view text);

/// An id or name fit for a field of an event: without hidden characters, at most 512 bytes.
std::string name_in(json::View object, std::string_view name);

/// The name or id that a JSON text which could not be read has in this member, as far as its first
/// 64 KiB or, behind long members, its last 4 KiB show it; empty: it does not, or it is longer than
/// 200 bytes or has escapes.
std::string name_written(std::string_view json, std::string_view name);

/// Text for Event::title.
std::string titled(std::string_view text);

/// Text for Event::file_path.
std::string path_text(std::string_view path);

/// `view`, an object, as JSON text without these members.
std::string json_without(json::View view, const std::vector<std::string_view>& names);

/// The parts as one native id.
std::string native_of(const std::vector<std::string_view>& parts);

/// What all events of a source have in common.
Event event_from(Source source, const Surroundings& surroundings);

/// The run_id if it is a UUID, in lower case; else empty.
std::string run_id_of(std::string_view text);

/// What could not be read, kept as kind raw and counted.
Read unreadable(Event event, std::string_view native, std::string_view text);

/// Every event has a title. Bodies that could not be written and read again as part of an event
/// become text; those of run.start and run.finish hold no piece of the payload and stay.
void settle(Read& read, const Payload& payload);

}  // namespace runlog
