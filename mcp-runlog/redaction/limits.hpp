#pragma once
// Every size that redaction holds events to: unit last in the name, the reason above. What is
// stored is bounded by these, whatever a source delivers.

#include <cstddef>

namespace runlog::limits {

/// The body as stored. A tool result that a person still reads, and small enough that a run of a
/// thousand events stays below 64 MiB. Of a larger one head and tail are kept.
inline constexpr std::size_t body_bytes_max = std::size_t{64} * 1024;

/// A text of a body is not cut below this; a body of very many texts is then kept as one text.
inline constexpr std::size_t body_text_bytes_min = 256;

/// Nesting of a body: in a line (event_line.hpp), and that in a request, it lies deeper.
inline constexpr std::size_t body_depth_max = 56;

/// Names of members; longer ones are data in the wrong place.
inline constexpr std::size_t member_name_bytes_max = 200;

/// One line on a wide screen.
inline constexpr std::size_t title_bytes_max = 500;

/// Ids of sessions, prompts and tool calls have 36 bytes, rarely 60. They are in indexes.
inline constexpr std::size_t id_bytes_max = 200;

/// Agents, actors, tools, clocks.
inline constexpr std::size_t name_bytes_max = 200;

/// Streams are named after files, subjects or servers, and are in an index.
inline constexpr std::size_t stream_bytes_max = 1000;

/// PATH_MAX of Linux.
inline constexpr std::size_t file_path_bytes_max = 4096;

/// JSON in a text in JSON: results of tools that wrap another tool's result. Further down texts are
/// scanned, and names say nothing more.
inline constexpr unsigned embedded_depth_max = 3;

/// What is left after one round is looked at again: marks change what stands beside what. Two
/// rounds are usual; a text that takes more than these becomes one mark.
inline constexpr int rounds_max = 8;

}  // namespace runlog::limits
