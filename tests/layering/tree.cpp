#include "layering/tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

#include "layering/source.hpp"

namespace layering {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view made_by_tools = "build node_modules .git .cache .claude";

/// In a worktree .git is a file.
bool is_made_by_tools(const fs::path& path) {
  return (fs::is_directory(path) || path.filename() == ".git") &&
         has_word(made_by_tools, path.filename().string());
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return text.find('\0') == std::string::npos ? text : std::string();
}

}  // namespace

Files read_tree(const fs::path& root) {
  Files files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    if (is_made_by_tools(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      files.push_back(
          {fs::relative(entry->path(), root).generic_string(), read_text(entry->path())});
    }
  }
  std::sort(
      files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

}  // namespace layering
