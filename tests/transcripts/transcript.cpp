#include "transcripts/transcript.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "base/text.hpp"

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

/// "<404 {...}": the status, and the rest behind it.
std::optional<int> take_status(std::string& text) {
  constexpr std::size_t digits = 3;
  const bool has_status = text.size() >= digits && text.front() >= '1' && text.front() <= '5';
  if (!has_status) return std::nullopt;
  const int status = std::stoi(text.substr(0, digits));
  text.erase(0, std::min(text.size(), digits + 1));
  return status;
}

class Reader {
 public:
  Reader(Transcript& transcript, const std::string& transport)
      : transcript_(transcript), transport_(transport) {}

  void take(const std::string& text, int number) {
    if (const auto transports = behind("over: ", text)) {
      choose(*transports);
    } else if (const auto server = behind("server: ", text)) {
      transcript_.server = *server;
    } else if (is_for_us_) {
      take_line(text, number);
    }
  }

 private:
  static std::optional<std::string> behind(std::string_view word, const std::string& text) {
    if (!text.starts_with(word)) return std::nullopt;
    return text.substr(word.size());
  }

  void choose(const std::string& transports) {
    is_for_us_ = transports == "everything";
    for (const std::string_view name : base::split(transports, ' ')) {
      if (name == transport_) is_for_us_ = true;
      const bool is_known = name == "memory" || name == "stdio" || name == "http";
      if (!is_known && transports != "everything")
        throw std::runtime_error("there is no transport " + transports);
    }
  }

  void take_line(const std::string& text, int number) {
    using Kind = Line::Kind;
    const auto add = [&](Kind kind, std::string what, std::optional<int> status = {}) {
      transcript_.lines.push_back({kind, number, std::move(what), status});
    };
    if (const auto line = behind("> ", text)) return add(Kind::client, with_words(*line));
    if (const auto bytes = behind(">% ", text)) return add(Kind::client, with_bytes(*bytes));
    if (const auto message = behind("< ", text)) return add(Kind::server, with_words(*message));
    if (const auto field = behind("field: ", text)) return add(Kind::field, *field);
    if (const auto request = behind("request: ", text)) return add(Kind::request, *request);
    if (const auto id = behind("hang up: ", text)) return add(Kind::hang_up, *id);
    if (text == "end of input") return add(Kind::end, {});
    if (auto message = behind("<", text)) {
      const auto status = take_status(*message);
      if (status) add(Kind::server, with_words(*message), status);
    }
  }

  Transcript& transcript_;
  const std::string& transport_;
  bool is_for_us_ = true;
};

}  // namespace

Transcript read_transcript(const std::filesystem::path& file, const std::string& transport) {
  std::ifstream input(file);
  Transcript transcript{.name = file.stem().string(), .lines = {}};
  Reader reader(transcript, transport);
  int number = 0;
  bool says_something = false;
  for (std::string text; std::getline(input, text);) {
    ++number;
    const bool opens_with_prose = number > 1 || !text.starts_with('>');
    if (!opens_with_prose || text.starts_with("<{") || text.starts_with(">{"))
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": no such line");
    reader.take(text, number);
    says_something = says_something || text.starts_with("> ");
  }
  if (!says_something) throw std::runtime_error(file.string() + ": nothing is said");
  return transcript;
}

std::vector<Transcript> read_transcripts(const std::filesystem::path& directory,
                                         const std::string& transport) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Transcript> all;
  for (const auto& file : files) {
    Transcript transcript = read_transcript(file, transport);
    if (!transcript.lines.empty()) all.push_back(std::move(transcript));
  }
  return all;
}

}  // namespace transcripts
