#pragma once
// The map of the tree as data: who may include whom, and which room owns which third-party header.
// A new room or library is one line here, with a decision note in docs/decisions/.

#include <string_view>

namespace layering {

struct Room {
  std::string_view name;
  std::string_view may_include;  ///< besides itself
};

inline constexpr Room rooms[] = {
    {"base", ""},
    {"json", "base"},
    {"rpc", "base json"},
    {"mcp", "base json rpc"},
    {"transport", "base json rpc mcp"},
    {"sqlite", "base"},
    {"git", "base"},
    {"config", "base json"},
    {"crew", "base config git"},
    {"app", "base json rpc mcp transport sqlite git config crew"},
};

struct ThirdParty {
  std::string_view header;     ///< the path in the include line begins with it
  std::string_view owner;      ///< a folder, or one file; its folder in tests/ may include it too
  std::string_view also = {};  ///< one more file
};

inline constexpr ThirdParty third_party[] = {
    {"nlohmann/", "common/json/", "tests/bench/floor.cpp"},  // the floor we are measured against
    {"sqlite3.h", "common/sqlite/"},
    {"yaml-cpp/", "common/config/"},
    {"git2", "common/git/"},
    {"fmt/", "common/base/"},
    {"sha256.h", "common/base/"},
    {"date/", "common/base/"},
    {"CLI/", "common/app/"},
    {"httplib.h", "common/transport/"},
    {"nats/nats.h", "common/nats/"},
    {"catch2/", "tests/support/catch.hpp", "tests/support/catch_main.cpp"},
};

inline const Room* find_room(std::string_view name) {
  for (const Room& room : rooms) {
    if (room.name == name) return &room;
  }
  return nullptr;
}

}  // namespace layering
