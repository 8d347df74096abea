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
    {"secrets", "base"},
    {"patterns", "base"},
    {"spool", "base"},
    {"activity", "base json secrets spool"},
    {"rpc", "base json"},
    {"mcp", "base json rpc"},
    {"transport", "base json rpc mcp"},
    {"http_server", "base"},
    {"endpoint", "base json rpc mcp transport http_server"},
    {"sqlite", "base"},
    {"git", "base"},
    {"nats", "base json"},
    {"config", "base json"},
    {"crew", "base config git nats"},
    {"app", "base json rpc mcp transport endpoint sqlite git config crew activity"},
};

struct ThirdParty {
  std::string_view header;     ///< the path in the include line begins with it
  std::string_view owner;      ///< a folder, or one file; its folder in tests/ may include it too
  std::string_view also = {};  ///< further files, separated by spaces
};

inline constexpr ThirdParty third_party[] = {
    // The floors that we are measured against.
    {"nlohmann/",
     "common/json/",
     "tests/bench/floor.cpp tests/bench/http_floor.cpp tests/fuzz/json_parse.cpp"},
    {"simdjson.h", "common/json/"},
    {"sqlite3.h",
     "common/sqlite/",
     "tests/support/vfs_shim.hpp tests/bench/bare_sql.cpp "
     "tests/bench/event_floor.cpp "
     "tests/bench/sqlite_floor.cpp"},
    {"yaml-cpp/", "common/config/"},
    {"git2", "common/git/"},
    {"fmt/", "common/base/"},
    {"nettle/", "common/base/"},
    {"date/", "common/base/"},
    {"CLI/", "common/app/"},
    {"httplib.h", "common/http_server/", "tests/bench/http_floor.cpp"},
    {"openssl/",
     "common/http_server/",
     "common/nats/tls_calls.cpp tests/support/certificate.cpp tests/support/tls_peer.cpp "
     "tests/restless_tls/main.cpp"},
    {"re2/", "common/patterns/"},
    {"nats/nats.h", "common/nats/", "tests/bench/nats_floor.cpp"},
    {"catch2/", "tests/support/catch.hpp", "tests/support/catch_main.cpp"},
};

inline const Room* find_room(std::string_view name) {
  for (const Room& room : rooms) {
    if (room.name == name) return &room;
  }
  return nullptr;
}

}  // namespace layering
