#pragma once
// A transcript: what a client sends and what a server must answer, as a text file. README.md beside
// this file describes the format.

#include <filesystem>
#include <string>
#include <vector>

namespace transcripts {

struct Line {
  enum class Kind { client, server } kind;
  int number;        ///< in the file, for messages
  std::string text;  ///< bytes for the client's, a JSON pattern for the server's
};

struct Transcript {
  std::string name;
  std::string server = "mcp-sample";
  std::vector<Line> lines;
};

/// Throws with file and line if the file is no transcript.
Transcript read_transcript(const std::filesystem::path& file);

/// All transcripts of a directory, by name.
std::vector<Transcript> read_transcripts(const std::filesystem::path& directory);

}  // namespace transcripts
