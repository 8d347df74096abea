#include "mcp-runlog/sources/tool_words.hpp"

#include "base/format.hpp"
#include "mcp-runlog/sources/payload.hpp"

namespace runlog {

std::string call_title(std::string_view tool, json::View input, std::string_view directory) {
  const std::string_view name = tool.empty() ? "a tool without a name" : tool;
  if (const std::string path = call_path(input); !path.empty())
    return titled(base::format("{} {}", name, path_below(directory, path)));
  const std::string_view about = first_text_in(
      input,
      {"command", "description", "pattern", "query", "url", "title", "skill", "prompt", "path"});
  if (about.empty()) return titled(name);
  return titled(base::format("{}: {}", name, titled(about)));
}

std::string call_path(json::View input) {
  return path_text(first_text_in(input, {"file_path", "notebook_path"}));
}

std::string path_below(std::string_view directory, std::string_view path) {
  const bool is_below = !directory.empty() && path.size() > directory.size() + 1 &&
                        path.starts_with(directory) && path[directory.size()] == '/';
  return std::string(is_below ? path.substr(directory.size() + 1) : path);
}

}  // namespace runlog
