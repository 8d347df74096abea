#pragma once
// A transcript: what a client sends and what a server must answer, as a text file. README.md beside
// this file describes the format.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace transcripts {

struct Line {
  enum class Kind {
    client,   ///< sends `text`
    server,   ///< says what the JSON pattern `text` matches; empty: only the status counts
    end,      ///< the client says nothing more
    field,    ///< "Name: value" or "Name": changes the next HTTP request
    request,  ///< "METHOD /path": an HTTP request without a body
    hang_up   ///< closes the connection of the request with that id
  } kind;
  int number;  ///< in the file, for messages
  std::string text;
  std::optional<int> status = {};  ///< of the HTTP reply in which a server's line comes
};

struct Transcript {
  std::string name;
  std::string server = "mcp-sample";
  std::vector<Line> lines;
};

/// The lines that are for this transport: "memory", "stdio" or "http". Throws with file and line if
/// the file is no transcript.
Transcript read_transcript(const std::filesystem::path& file, const std::string& transport);

/// All transcripts of a directory that have something to say over this transport, by name.
std::vector<Transcript> read_transcripts(const std::filesystem::path& directory,
                                         const std::string& transport);

}  // namespace transcripts
