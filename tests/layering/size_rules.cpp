#include <algorithm>

#include "layering/rules.hpp"
#include "layering/source.hpp"

namespace layering {
namespace {

constexpr std::size_t function_lines_max = 60;
constexpr std::size_t function_lines_p90 = 30;
constexpr std::size_t file_lines_max = 600;
constexpr std::size_t file_lines_p90 = 400;

std::string limit(std::size_t lines, std::size_t lines_max) {
  return std::to_string(lines) + " lines, at most " + std::to_string(lines_max);
}

/// The size that nine of ten do not exceed.
std::size_t p90(std::vector<std::size_t> sizes) {
  if (sizes.empty()) return 0;
  const std::size_t rank = (sizes.size() * 9 + 9) / 10 - 1;
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(rank), sizes.end());
  return sizes[rank];
}

}  // namespace

Violations long_functions(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!is_source(file.path)) continue;
    for (const Function& function : functions_of(file.text)) {
      if (function.lines <= function_lines_max) continue;
      violations.push_back(
          {file.path, function.line, "function of " + limit(function.lines, function_lines_max)});
    }
  }
  return violations;
}

Violations long_files(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    const std::size_t lines = lines_of(file.text).size();
    if (!is_source(file.path) || lines <= file_lines_max) continue;
    violations.push_back({file.path, 0, "file of " + limit(lines, file_lines_max)});
  }
  return violations;
}

Violations size_percentiles(const Files& files) {
  std::vector<std::size_t> file_lines;
  std::vector<std::size_t> function_lines;
  for (const File& file : files) {
    if (!is_product(file.path)) continue;
    file_lines.push_back(lines_of(file.text).size());
    for (const Function& function : functions_of(file.text))
      function_lines.push_back(function.lines);
  }
  Violations violations;
  if (const std::size_t lines = p90(file_lines); lines > file_lines_p90) {
    violations.push_back(
        {"common/ mcp-*/", 0, "nine of ten files have up to " + limit(lines, file_lines_p90)});
  }
  if (const std::size_t lines = p90(function_lines); lines > function_lines_p90) {
    violations.push_back({"common/ mcp-*/",
                          0,
                          "nine of ten functions have up to " + limit(lines, function_lines_p90)});
  }
  return violations;
}

}  // namespace layering
