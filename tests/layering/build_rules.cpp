#include <algorithm>
#include <set>

#include "layering/rooms.hpp"
#include "layering/rules.hpp"
#include "layering/source.hpp"

namespace layering {
namespace {

const File* find_file(const Files& files, const std::string& path) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const File& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

std::set<std::string> rooms_in(const Files& files) {
  std::set<std::string> found;
  for (const File& file : files) {
    if (is_source(file.path) && !room_of(file.path).empty()) found.emplace(room_of(file.path));
  }
  return found;
}

/// The arguments of add_room(<room> ...), empty if there is no such call.
std::string_view add_room_arguments(std::string_view cmake, const std::string& room) {
  for (const std::size_t at : find_word(cmake, "add_room(" + room)) {
    return cmake.substr(at, std::min(cmake.find(')', at), cmake.size()) - at);
  }
  return {};
}

/// The rooms named after LINKS, up to the next keyword.
std::vector<std::string_view> linked_rooms(std::string_view arguments) {
  std::vector<std::string_view> linked;
  const auto keyword = find_word(arguments, "LINKS");
  if (keyword.empty()) return linked;
  arguments = trimmed(arguments.substr(keyword.front() + 5));
  while (!arguments.empty()) {
    const std::string_view word =
        arguments.substr(0, std::min(arguments.find_first_of(" \n"), arguments.size()));
    if (has_word("SOURCES USES", word)) break;
    linked.push_back(word);
    arguments = trimmed(arguments.substr(word.size()));
  }
  return linked;
}

void check_links(const std::string& room, const File& cmake, Violations& violations) {
  const Room* rule = find_room(room);
  for (const std::string_view linked : linked_rooms(add_room_arguments(cmake.text, room))) {
    if (rule == nullptr || has_word(rule->may_include, linked)) continue;
    violations.push_back({cmake.path, 0, "room " + room + " may not link " + std::string(linked)});
  }
}

/// The path of `file` below the folder of its CMakeLists.txt.
std::string_view path_below(const File& cmake, std::string_view file) {
  return file.substr(cmake.path.size() - file_name(cmake.path).size());
}

/// add_mcp_server() takes main.cpp without being told, add_room_tests(folder) every test in the
/// folder.
bool builds(const File& cmake, const File& file) {
  std::string_view name = file_name(file.path);
  name.remove_suffix(std::string_view(".cpp").size());
  if (name == "main" && cmake.text.find("add_mcp_server(") != std::string::npos) return true;
  const std::string_view below = path_below(cmake, file.path);
  const std::string folder(below.substr(0, below.size() - file_name(below).size()));
  if (name.ends_with("_test") && !folder.empty()) {
    return !find_word(cmake.text, "add_room_tests(" + folder.substr(0, folder.size() - 1)).empty();
  }
  return !find_word(cmake.text, name).empty();
}

/// The CMakeLists.txt that is responsible for a file: the nearest one upwards.
const File* build_file_of(const Files& files, std::string path) {
  while (!path.empty()) {
    path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    const std::string candidate = path.empty() ? "CMakeLists.txt" : path + "/CMakeLists.txt";
    if (const File* cmake = find_file(files, candidate)) return cmake;
  }
  return nullptr;
}

}  // namespace

Violations room_targets(const Files& files) {
  Violations violations;
  const File* list = find_file(files, "common/CMakeLists.txt");
  for (const std::string& room : rooms_in(files)) {
    const std::string path = "common/" + room + "/CMakeLists.txt";
    const File* cmake = find_file(files, path);
    if (cmake == nullptr || add_room_arguments(cmake->text, room).empty()) {
      violations.push_back(
          {path, 0, "folder and target have one name: add_room(" + room + " ...)"});
      continue;
    }
    if (list == nullptr || list->text.find("add_subdirectory(" + room + ")") == std::string::npos) {
      violations.push_back({"common/CMakeLists.txt", 0, "room " + room + " is not built"});
    }
    check_links(room, *cmake, violations);
  }
  return violations;
}

Violations unbuilt_sources(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!file.path.ends_with(".cpp")) continue;
    const File* cmake = build_file_of(files, file.path);
    if (cmake != nullptr && builds(*cmake, file)) continue;
    violations.push_back({file.path, 0, "no CMakeLists.txt names it: build it or delete it"});
  }
  return violations;
}

}  // namespace layering
