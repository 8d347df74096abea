// What the rules believe to read must be what is written.

#include "layering/source.hpp"

#include "support/catch.hpp"

using layering::code_of;
using layering::functions_of;

TEST_CASE("comments and literals are blanked, lines stay", "[layering]") {
  CHECK(code_of("a // b\nc") == "a     \nc");
  CHECK(code_of("a /* b\n */ c") == "a     \n    c");
  CHECK(code_of(R"(f("x \" y", 'z');)") == "f(        ,    );");
  CHECK(code_of("f(R\"x(a \" b)x\");") == "f(            );");
  CHECK(code_of("1'000'000 + x") == "1'000'000 + x");
}

TEST_CASE("includes are read from code only", "[layering]") {
  const auto includes =
      layering::includes_of("// #include \"no.hpp\"\n#include <map>\n#include \"rpc/x.hpp\"\n");
  REQUIRE(includes.size() == 2);
  CHECK(includes[0].path == "map");
  CHECK(includes[1].path == "rpc/x.hpp");
  CHECK(includes[1].line == 3);
}

TEST_CASE("words stand alone", "[layering]") {
  CHECK(layering::find_word("sleep sleepy a_sleep sleep(", "sleep").size() == 2);
}

TEST_CASE("functions are measured from brace to brace", "[layering]") {
  const auto functions = functions_of(R"(
namespace a {
int one() { return 1; }

template <class T>
T three(T value) {
  return value;
}

class Box : public Base {
 public:
  explicit Box(int size) : size_{size}, name_("x") {
    if (size > 0) {
      grow();
    }
  }

  int size() const { return size_; }

 private:
  int size_{0};
};

const int table[] = {
    f(1),
};
}  // namespace a
)");
  REQUIRE(functions.size() == 4);
  CHECK(functions[0].lines == 1);
  CHECK(functions[1].lines == 3);
  CHECK(functions[2].lines == 5);
  CHECK(functions[2].line == 12);
  CHECK(functions[3].lines == 1);
}

TEST_CASE("a macro is no function and does not unbalance the braces", "[layering]") {
  const auto functions = functions_of("#define OPEN(x) \\\n  if (x) {\n\nvoid f() {\n}\n");
  REQUIRE(functions.size() == 1);
  CHECK(functions[0].lines == 2);
}

TEST_CASE("a path tells room and server", "[layering]") {
  CHECK(layering::room_of("common/rpc/message.hpp") == "rpc");
  CHECK(layering::room_of("common/CMakeLists.txt").empty());
  CHECK(layering::server_of("mcp-memory/store/x.cpp") == "mcp-memory");
  CHECK(layering::server_of("tests/x.cpp").empty());
}
