#include "transcripts/transcript.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace transcripts {
namespace {

struct Word {
  std::string_view name;
  std::string_view meaning;
};

// In the order in which they are replaced: none is the beginning of a later one.
constexpr Word words[] = {
    {"$modern",
     R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
     R"("io.modelcontextprotocol/clientCapabilities":{}})"},
    {"$complete", R"("resultType":"complete","_meta":{"io.modelcontextprotocol/serverInfo":"*"})"},
    {"$initialize",
     R"({"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":)"
     R"("2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}})"},
    {"$agreed",
     R"({"jsonrpc":"2.0","id":"init","result":{"protocolVersion":"2025-11-25",)"
     R"("capabilities":"*","serverInfo":"*","instructions":"*"}})"},
    {"$uncached", R"("ttlMs":0,"cacheScope":"private")"},
};

std::string with_words(std::string text) {
  for (const Word& word : words) {
    for (std::size_t at = 0; (at = text.find(word.name, at)) != std::string::npos;)
      text.replace(at, word.name.size(), word.meaning);
  }
  return text;
}

/// %FF stands for that byte.
std::string with_bytes(const std::string& text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escaped = text[at] == '%';
    bytes += escaped ? static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16)) : text[at];
    if (escaped) at += 2;
  }
  return bytes;
}

void take_line(Transcript& transcript, const std::string& text, int number) {
  constexpr std::string_view server_word = "server: ";
  if (text.starts_with("> ")) {
    transcript.lines.push_back({Line::Kind::client, number, with_words(text.substr(2))});
  } else if (text.starts_with(">% ")) {
    transcript.lines.push_back({Line::Kind::client, number, with_bytes(text.substr(3))});
  } else if (text.starts_with("< ")) {
    transcript.lines.push_back({Line::Kind::server, number, with_words(text.substr(2))});
  } else if (text.starts_with(server_word)) {
    transcript.server = text.substr(server_word.size());
  }
}

}  // namespace

Transcript read_transcript(const std::filesystem::path& file) {
  std::ifstream input(file);
  Transcript transcript{.name = file.stem().string(), .lines = {}};
  int number = 0;
  for (std::string text; std::getline(input, text);) {
    ++number;
    const bool opens_with_prose = number > 1 || !text.starts_with('>');
    if (!opens_with_prose || text.starts_with("<{") || text.starts_with(">{"))
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": no such line");
    take_line(transcript, text, number);
  }
  if (transcript.lines.empty()) throw std::runtime_error(file.string() + ": nothing is said");
  return transcript;
}

std::vector<Transcript> read_transcripts(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Transcript> all;
  for (const auto& file : files)
    all.push_back(read_transcript(file));
  return all;
}

}  // namespace transcripts
