#include <algorithm>

#include "layering/rooms.hpp"
#include "layering/rules.hpp"
#include "layering/source.hpp"

namespace layering {
namespace {

constexpr std::string_view domain_never_includes = "json rpc mcp transport sqlite";

std::string_view first_part(std::string_view path) {
  return path.substr(0, std::min(path.find('/'), path.size()));
}

bool is_quoted(const File& file, const Include& include) {
  return lines_of(file.text)[include.line - 1].find('"') != std::string_view::npos;
}

/// Files at the top of a server speak its domain, save for the few that connect it.
bool is_domain(std::string_view path) {
  const std::string_view name = file_name(path);
  const std::string_view stem = name.substr(0, name.rfind('.'));
  if (path.size() != server_of(path).size() + 1 + name.size()) return false;
  return !has_word("main tools commands", stem) && !stem.ends_with("_shape");
}

std::string room_reason(std::string_view room, std::string_view included) {
  const Room* rule = find_room(room);
  if (rule == nullptr) return "room " + std::string(room) + " is not in the table of rooms";
  if (included == room || has_word(rule->may_include, included)) return {};
  return "room " + std::string(room) + " may include only itself and [" +
         std::string(rule->may_include) + "], not " + std::string(included);
}

std::string server_reason(std::string_view path, std::string_view included) {
  const std::string_view server = server_of(path);
  if (included.starts_with("mcp-") && included != server) return "servers never include each other";
  if (included == server) return {};
  if (find_room(included) == nullptr)
    return "include a room, or by full path: " + std::string(server) + "/...";
  if (included == "sqlite" && !path.substr(server.size()).starts_with("/store/"))
    return "only store/ knows the database";
  if (is_domain(path) && has_word(domain_never_includes, included))
    return "the domain speaks its own words: no JSON, no MCP, no SQL";
  return {};
}

std::string direction_reason(const File& file, const Include& include) {
  if (include.path.find("..") != std::string::npos) return "include from the root, not by '..'";
  if (!is_quoted(file, include)) return {};
  const std::string_view included = first_part(include.path);
  if (!room_of(file.path).empty()) return room_reason(room_of(file.path), included);
  if (!server_of(file.path).empty()) return server_reason(file.path, included);
  return {};
}

bool may_include(const File& file, const ThirdParty& rule) {
  return file.path.starts_with(rule.owner) || has_word(rule.also, file.path) ||
         file.path.starts_with("tests/" + std::string(rule.owner));
}

}  // namespace

Violations include_directions(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!is_source(file.path)) continue;
    for (const Include& include : includes_of(file.text)) {
      const std::string reason = direction_reason(file, include);
      if (!reason.empty())
        violations.push_back({file.path, include.line, include.path + ": " + reason});
    }
  }
  return violations;
}

Violations third_party_headers(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!is_source(file.path)) continue;
    for (const Include& include : includes_of(file.text)) {
      for (const ThirdParty& rule : third_party) {
        if (!include.path.starts_with(rule.header) || may_include(file, rule)) continue;
        violations.push_back({file.path,
                              include.line,
                              include.path + " is known only to " + std::string(rule.owner)});
      }
    }
  }
  return violations;
}

}  // namespace layering
