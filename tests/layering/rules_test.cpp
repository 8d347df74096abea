// Every rule is shown a breach that it must catch and its lawful neighbour that it must let pass.

#include "layering/rules.hpp"

#include "support/catch.hpp"

using namespace layering;

namespace {

std::string repeated(const std::string& line, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += line;
  return text;
}

bool breaks(Violations (*rule)(const Files&), const std::string& path, const std::string& text) {
  const Violations violations = rule({{path, text}});
  for (const Violation& violation : violations) {
    CHECK_FALSE(violation.reason.empty());
    CHECK_FALSE(violation.file.empty());
  }
  return !violations.empty();
}

}  // namespace

TEST_CASE("include directions: rooms look down only", "[layering]") {
  CHECK(breaks(include_directions, "common/rpc/x.cpp", "#include \"mcp/tool.hpp\"\n"));
  CHECK(breaks(include_directions, "common/mcp/x.cpp", "#include \"transport/stdio.hpp\"\n"));
  CHECK(breaks(include_directions, "common/base/x.cpp", "#include \"mcp-memory/records.hpp\"\n"));
  CHECK(breaks(include_directions, "common/http3/x.cpp", "#include \"base/result.hpp\"\n"));
  CHECK(breaks(include_directions, "common/base/x.cpp", "#include \"../json/document.hpp\"\n"));
  CHECK_FALSE(breaks(include_directions,
                     "common/rpc/x.cpp",
                     "#include \"rpc/y.hpp\"\n#include \"json/document.hpp\"\n"));
}

TEST_CASE("include directions: servers keep apart and keep their parts apart", "[layering]") {
  CHECK(breaks(include_directions, "mcp-memory/tools.cpp", "#include \"mcp-kb/chunks.hpp\"\n"));
  CHECK(breaks(
      include_directions, "mcp-memory/tools/find.cpp", "#include \"sqlite/database.hpp\"\n"));
  CHECK(breaks(include_directions, "mcp-memory/record.hpp", "#include \"sqlite/database.hpp\"\n"));
  CHECK(breaks(include_directions, "mcp-memory/record.hpp", "#include \"mcp/tool.hpp\"\n"));
  CHECK_FALSE(breaks(
      include_directions, "mcp-memory/store/rows.cpp", "#include \"sqlite/database.hpp\"\n"));
  CHECK(breaks(include_directions, "mcp-memory/record.cpp", "#include \"record.hpp\"\n"));
  CHECK_FALSE(
      breaks(include_directions, "mcp-memory/record.cpp", "#include \"mcp-memory/record.hpp\"\n"));
  CHECK_FALSE(breaks(include_directions, "mcp-memory/tools.cpp", "#include \"mcp/tool.hpp\"\n"));
  CHECK_FALSE(
      breaks(include_directions, "mcp-memory/record_shape.cpp", "#include \"mcp/tool.hpp\"\n"));
}

TEST_CASE("third-party headers: one room each", "[layering]") {
  CHECK(breaks(third_party_headers, "common/rpc/x.cpp", "#include <nlohmann/json.hpp>\n"));
  CHECK(breaks(third_party_headers, "mcp-memory/store/x.cpp", "#include <sqlite3.h>\n"));
  CHECK(
      breaks(third_party_headers, "tests/common/rpc/x_test.cpp", "#include <catch2/catch.hpp>\n"));
  CHECK_FALSE(breaks(third_party_headers, "common/json/x.cpp", "#include <nlohmann/json.hpp>\n"));
  CHECK_FALSE(
      breaks(third_party_headers, "tests/common/sqlite/x_test.cpp", "#include <sqlite3.h>\n"));
}

TEST_CASE("banned calls: found in code, not in words", "[layering]") {
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f() { std::cout << 1; }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f() { std::printf(\"x\"); }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f() { std::this_thread::sleep_for(a); }"));
  CHECK(breaks(banned_calls, "tests/x_test.cpp", "void f() { ::usleep (1); }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f(std::thread t) { t.detach(); }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "int a = std::system(\"ls\");"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f() { strcpy(a, b); }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "auto* a = std::getenv(\"A\");"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f() { out << std::endl; }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "auto a = nlohmann::json::parse(b);"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "auto* a = new Thing;"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "void f() { delete a; }"));
  CHECK(breaks(banned_calls, "common/mcp/x.cpp", "int a = rand();"));
}

TEST_CASE("banned calls: neighbours pass", "[layering]") {
  CHECK_FALSE(breaks(
      banned_calls, "common/mcp/x.cpp", "// std::cout and new things\nauto a = \"system(x)\";"));
  CHECK_FALSE(breaks(banned_calls, "common/mcp/x.cpp", "#include <new>\nA(const A&) = delete;"));
  CHECK_FALSE(
      breaks(banned_calls, "common/mcp/x.cpp", "int b = std::snprintf(a, 1, f); int system = 1;"));
  CHECK_FALSE(breaks(banned_calls, "common/app/run.cpp", "void f() { std::cout << help; }"));
  CHECK_FALSE(breaks(banned_calls, "common/base/env.cpp", "auto* a = std::getenv(name);"));
}

TEST_CASE("catch (...): only with a reason", "[layering]") {
  CHECK(breaks(catch_alls, "common/mcp/x.cpp", "try {\n} catch (...) {\n  return 1;\n}\n"));
  CHECK_FALSE(breaks(catch_alls,
                     "common/mcp/x.cpp",
                     "try {\n} catch (...) {  // the last stop of this thread\n}\n"));
  CHECK_FALSE(breaks(catch_alls,
                     "common/mcp/x.cpp",
                     "try {\n} catch (...) {\n  // the last stop of this thread\n}\n"));
}

TEST_CASE("function length: sixty lines are the end", "[layering]") {
  CHECK(breaks(
      long_functions, "common/mcp/x.cpp", "void f() {\n" + repeated("  g();\n", 59) + "}\n"));
  CHECK_FALSE(breaks(
      long_functions, "common/mcp/x.cpp", "void f() {\n" + repeated("  g();\n", 58) + "}\n"));
}

TEST_CASE("file length: six hundred lines are the end", "[layering]") {
  CHECK(breaks(long_files, "common/mcp/x.cpp", repeated("\n", 601)));
  CHECK_FALSE(breaks(long_files, "common/mcp/x.cpp", repeated("\n", 600)));
}

TEST_CASE("sizes: nine of ten are small", "[layering]") {
  Files files(9, {"common/mcp/x.cpp", "void f() {\n}\n"});
  files.push_back({"common/mcp/y.cpp", "void f() {\n" + repeated("  g();\n", 450) + "}\n"});
  CHECK(size_percentiles(files).empty());
  files.push_back(files.back());
  CHECK(size_percentiles(files).size() == 2);
}

TEST_CASE("headers: pragma once, then the contract", "[layering]") {
  CHECK(breaks(header_openings, "common/mcp/x.hpp", "#pragma once\n\n#include <map>\n"));
  CHECK(breaks(header_openings, "common/mcp/x.hpp", "// x\n#pragma once\nint f();\n"));
  CHECK_FALSE(breaks(
      header_openings, "common/mcp/x.hpp", "#pragma once\n// What it is for.\n\nint f();\n"));
}

TEST_CASE("namespaces: named after the room", "[layering]") {
  CHECK(breaks(room_namespaces, "common/mcp/x.hpp", "namespace rpc {\nclass X;\n}\n"));
  CHECK(breaks(room_namespaces, "common/mcp/x.hpp", "inline int f();\n"));
  CHECK_FALSE(breaks(room_namespaces, "common/mcp/x.hpp", "namespace mcp {\nclass X;\n}\n"));
  CHECK(breaks(room_namespaces, "mcp-memory/x.hpp", "namespace store {\nclass X;\n}\n"));
  CHECK_FALSE(
      breaks(room_namespaces, "mcp-memory/store/x.hpp", "namespace memory {\nclass X;\n}\n"));
  CHECK_FALSE(breaks(room_namespaces, "common/base/x.hpp", "#define X(a) f(a);\n"));
}

TEST_CASE("own header: included first", "[layering]") {
  const File header{"common/mcp/x.hpp", ""};
  CHECK(own_header_first({header, {"common/mcp/x.cpp", "#include <map>\n#include \"mcp/x.hpp\"\n"}})
            .size() == 1);
  CHECK(own_header_first({header, {"common/mcp/x.cpp", "#include \"rpc/x.hpp\"\n"}}).size() == 1);
  CHECK(own_header_first({header, {"common/mcp/x.cpp", "#include \"mcp/x.hpp\"\n"}}).empty());
}

TEST_CASE("types: no two of a namespace have one name", "[layering]") {
  const File a{"mcp-memory/store/a.hpp", "namespace memory {\nstruct Piece {\n};\n}\n"};
  const File b{"mcp-memory/tools/b.hpp", "namespace memory {\nclass Piece : Whole {\n};\n}\n"};
  const File declared{"mcp-memory/tools/b.hpp", "namespace memory {\nclass Piece;\n}\n"};
  const File elsewhere{"mcp-runlog/b.hpp", "namespace runlog {\nstruct Piece {\n};\n}\n"};
  CHECK(types_of_one_name({a, b}).size() == 1);
  CHECK(types_of_one_name({a, declared, elsewhere}).empty());
}

TEST_CASE("targets: a room is a target that links what lies below", "[layering]") {
  const File list{"common/CMakeLists.txt", "add_subdirectory(rpc)\n"};
  const File source{"common/rpc/x.cpp", ""};
  const std::string build = "common/rpc/CMakeLists.txt";
  CHECK(room_targets({list, source, {build, "add_room(rpc SOURCES x.cpp\n  LINKS base json)"}})
            .empty());
  CHECK(room_targets({list, source, {build, "add_room(rpc SOURCES x.cpp\n  LINKS base mcp)"}})
            .size() == 1);
  CHECK(room_targets({list, source, {build, "add_library(rpc x.cpp)"}}).size() == 1);
  CHECK(room_targets({source, {build, "add_room(rpc SOURCES x.cpp)"}}).size() == 1);
  CHECK(room_targets({list, source}).size() == 1);
}

TEST_CASE("dead files: every source is named by a build file", "[layering]") {
  const File build{"common/rpc/CMakeLists.txt", "add_room(rpc SOURCES x.cpp)"};
  CHECK(unbuilt_sources({build, {"common/rpc/x.cpp", ""}}).empty());
  CHECK(unbuilt_sources({{"mcp-a/CMakeLists.txt", "add_mcp_server(a)"}, {"mcp-a/main.cpp", ""}})
            .empty());
  CHECK(unbuilt_sources({build, {"common/rpc/forgotten.cpp", ""}}).size() == 1);
  const File tests{"tests/CMakeLists.txt", "add_room_tests(common/rpc LINKS x)"};
  CHECK(unbuilt_sources({tests, {"tests/common/rpc/a_test.cpp", ""}}).empty());
  CHECK(unbuilt_sources({tests, {"tests/common/rpc/a.cpp", ""}}).size() == 1);
  CHECK(unbuilt_sources({tests, {"tests/common/mcp/a_test.cpp", ""}}).size() == 1);
}

TEST_CASE("links: relative ones lead to a file or folder", "[layering]") {
  const File page{
      "docs/a.md",
      "[x](b.md#part) [y](../common/) [z](https://example.org) [w](#here) `[q](no.md)`\n"};
  CHECK(dead_links({page, {"docs/b.md", ""}, {"common/x.hpp", ""}}).empty());
  CHECK(dead_links({page, {"docs/b.md", ""}}).size() == 1);
  CHECK(dead_links({page}).size() == 2);
}

TEST_CASE("workplace paths: caught in any file", "[layering]") {
  CHECK(breaks(workplace_paths,
               "README.md",
               "see /work"
               "/main\n"));
  CHECK(breaks(workplace_paths,
               "scripts/x",
               "cd /root"
               "/x\n"));
  CHECK_FALSE(breaks(workplace_paths, "README.md", "the worker at /home/you\n"));
}

TEST_CASE("secrets: caught by how they begin", "[layering]") {
  CHECK(breaks(secrets,
               "agents/x.json",
               "token: ghp_"
               "0123456789abcdef0123456789abcdef0123\n"));
  CHECK(breaks(secrets,
               "x.pem",
               "-----BEGIN"
               " PRIVATE KEY-----\n"));
  CHECK_FALSE(breaks(secrets, "README.md", "a token begins with ghp_ or `Bearer <token>`\n"));
}
