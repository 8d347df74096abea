#include <algorithm>
#include <map>

#include "layering/rules.hpp"
#include "layering/source.hpp"

namespace layering {
namespace {

/// The name of the type that a line at the left margin defines; empty if it defines none.
std::string type_defined_by(std::string_view line) {
  for (const std::string_view keyword : {"struct ", "class ", "enum class "}) {
    if (!line.starts_with(keyword) || line.find(';') != std::string_view::npos) continue;
    const std::string_view rest = line.substr(keyword.size());
    const std::string_view name = rest.substr(0, rest.find_first_of(" :{<("));
    const bool is_specialised = name.size() < rest.size() && rest[name.size()] == '<';
    if (!is_specialised) return std::string(name);
  }
  return {};
}

bool exists(const Files& files, const std::string& path) {
  return std::any_of(
      files.begin(), files.end(), [&](const File& file) { return file.path == path; });
}

bool opens_with_contract(std::string_view text) {
  const auto lines = lines_of(text);
  if (lines.size() < 3 || lines[0] != "#pragma once") return false;
  return lines[1].starts_with("// ") || lines[2].starts_with("// ");
}

/// rpc for common/rpc/..., memory for mcp-memory/..., empty elsewhere.
std::string namespace_of(std::string_view path) {
  constexpr std::string_view server_prefix = "mcp-";
  if (const std::string_view server = server_of(path); !server.empty()) {
    return std::string(server.substr(server_prefix.size()));
  }
  return std::string(room_of(path));
}

/// A header of nothing but macros has no use for a namespace.
bool declares_types_or_functions(std::string_view code) {
  for (const std::string_view word : {"class", "struct", "enum", "using", "inline", "template"}) {
    if (!find_word(code, word).empty()) return true;
  }
  return code.find(");") != std::string_view::npos &&
         code.find("#define") == std::string_view::npos;
}

}  // namespace

Violations header_openings(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!file.path.ends_with(".hpp") || opens_with_contract(file.text)) continue;
    violations.push_back(
        {file.path, 1, "a header opens with #pragma once and a comment that states its contract"});
  }
  return violations;
}

Violations room_namespaces(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    const std::string name = namespace_of(file.path);
    if (name.empty() || !file.path.ends_with(".hpp")) continue;
    const std::string code = code_of(file.text);
    if (!find_word(code, "namespace " + name).empty() || !declares_types_or_functions(code))
      continue;
    violations.push_back({file.path, 1, "folder and namespace have one name: namespace " + name});
  }
  return violations;
}

Violations own_header_first(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!is_product(file.path) || !file.path.ends_with(".cpp")) continue;
    const std::string header = file.path.substr(0, file.path.size() - 4) + ".hpp";
    if (!exists(files, header)) continue;
    const auto includes = includes_of(file.text);
    if (!includes.empty() && ("/" + header).ends_with("/" + includes.front().path)) continue;
    const std::size_t line = includes.empty() ? 1 : includes.front().line;
    violations.push_back(
        {file.path,
         line,
         "the first include is its own header, which proves that it stands alone"});
  }
  return violations;
}

Violations types_of_one_name(const Files& files) {
  Violations violations;
  std::map<std::string, std::string> first;  // by namespace and name
  for (const File& file : files) {
    if (!is_product(file.path) || !file.path.ends_with(".hpp")) continue;
    const std::string code = code_of(file.text);
    std::size_t number = 0;
    for (const std::string_view line : lines_of(code)) {
      ++number;
      const std::string name = type_defined_by(line);
      if (name.empty()) continue;
      const std::string key =
          std::string(room_of(file.path)) + std::string(server_of(file.path)) + "::" + name;
      const auto [other, is_new] = first.emplace(key, file.path);
      if (!is_new && other->second != file.path)
        violations.push_back({file.path,
                              number,
                              name + " is another type in " + other->second +
                                  ": programs with both take one for the other"});
    }
  }
  return violations;
}

}  // namespace layering
