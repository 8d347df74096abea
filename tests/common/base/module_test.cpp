#include "base/module.hpp"

#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/temporary_directory.hpp"

using Catch::Matchers::Contains;

namespace {

constexpr const char* module_of_build = "agent-smith-git";
constexpr const char* symbol_of_module = "agent_smith_root_commit_1";

}  // namespace

TEST_CASE("a module of the build is found beside the running binary") {
  const support::Environment unset("AGENT_SMITH_MODULES", nullptr);
  const auto symbol = base::module_symbol(module_of_build, symbol_of_module);
  if (!symbol) FAIL(symbol.error().message);
  CHECK(*symbol != nullptr);
}

TEST_CASE("asking twice gives the same function") {
  const auto first = base::module_function<void()>(module_of_build, symbol_of_module);
  const auto second = base::module_function<void()>(module_of_build, symbol_of_module);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->call == second->call);
}

TEST_CASE("a missing symbol names the module and the symbol") {
  const auto symbol = base::module_symbol(module_of_build, "no_such_function");
  REQUIRE_FALSE(symbol);
  CHECK(symbol.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(symbol.error().message,
             Contains("agent-smith-git.so") && Contains("no_such_function"));
}

TEST_CASE("a missing module says where it was looked for") {
  const support::Environment unset("AGENT_SMITH_MODULES", nullptr);
  const auto symbol = base::module_symbol("agent-smith-none", "f");
  REQUIRE_FALSE(symbol);
  CHECK(symbol.error().kind == base::ErrorKind::unavailable);
  CHECK_THAT(
      symbol.error().message,
      Contains("agent-smith-none.so") && Contains("lib/agent-smith") && Contains("/modules"));
}

TEST_CASE("AGENT_SMITH_MODULES is the only place looked at when it is set") {
  const support::TemporaryDirectory empty;
  const support::Environment chosen("AGENT_SMITH_MODULES", empty.path().c_str());
  const auto symbol = base::module_symbol(module_of_build, symbol_of_module);
  REQUIRE_FALSE(symbol);
  CHECK_THAT(symbol.error().message,
             Contains(empty.path().string()) && !Contains("lib/agent-smith,"));
}

TEST_CASE("a file that is no module is refused with the loader's words") {
  const support::TemporaryDirectory directory;
  directory.write("agent-smith-git.so", "this is not an ELF file");
  const support::Environment chosen("AGENT_SMITH_MODULES", directory.path().c_str());
  const auto symbol = base::module_symbol(module_of_build, symbol_of_module);
  REQUIRE_FALSE(symbol);
  CHECK_THAT(symbol.error().message, Contains("cannot load module"));
}
