#pragma once
// Questions about the text of a file in agents/, apart from the disk so that each can be shown to
// say no.

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>

namespace agent_checks {

inline bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The tools that a text calls mcp__<server>__<tool>, as <server>__<tool>.
inline std::set<std::string> tools_named_in(std::string_view text) {
  constexpr std::string_view mark = "mcp__";
  std::set<std::string> names;
  for (std::size_t at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + 1)) {
    std::string_view name = text.substr(at + mark.size());
    const auto* end = std::find_if_not(name.begin(), name.end(), is_name_char);
    name = name.substr(0, static_cast<std::size_t>(end - name.begin()));
    names.emplace(name);
  }
  return names;
}

/// A slash after a blank, quote or bracket begins an absolute path.
inline bool has_absolute_path(std::string_view text) {
  constexpr std::string_view openers = " \t\n\"'`(=:";
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    if (text[at] != '/' || openers.find(text[at - 1]) == std::string_view::npos) continue;
    if (std::isalpha(static_cast<unsigned char>(text[at + 1])) != 0) return true;
  }
  return false;
}

/// Claude Code expands ${NAME} and ${NAME:-default}, and nothing else.
inline bool expands_cleanly(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const std::size_t close = text.find('}', at);
    if (text.substr(at, 2) != "${" || close == std::string_view::npos) return false;
    const std::string_view inside = text.substr(at + 2, close - at - 2);
    const std::string_view name = inside.substr(0, inside.find(":-"));
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_char)) return false;
    if (inside.substr(name.size()).find('$') != std::string_view::npos) return false;
  }
  return true;
}

inline bool names_a_secret(std::string_view member) {
  std::string lowered(member);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  const std::array<std::string_view, 4> words = {"token", "secret", "password", "api_key"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return lowered.find(word) != std::string::npos;
  });
}

}  // namespace agent_checks
