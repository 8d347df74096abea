#include "base/module.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <vector>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/text.hpp"

namespace base {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> places_of_modules() {
  if (const auto chosen = env("AGENT_SMITH_MODULES")) return std::vector<fs::path>{*chosen};
  std::error_code failure;
  const fs::path binary = fs::read_symlink("/proc/self/exe", failure);
  if (failure) {
    return unavailable(
        format("cannot find this program's own path (/proc/self/exe: {}); set AGENT_SMITH_MODULES "
               "to the directory of the modules",
               failure.message()));
  }
  const fs::path prefix = binary.parent_path().parent_path();
  return std::vector<fs::path>{prefix / "lib" / "agent-smith", prefix / "modules"};
}

Result<fs::path> file_of_module(const std::string& name) {
  const std::vector<fs::path> places = TRY(places_of_modules());
  std::vector<std::string> looked_in;
  for (const fs::path& place : places) {
    const fs::path file = place / (name + ".so");
    std::error_code ignored;
    if (fs::exists(file, ignored)) return file;
    looked_in.push_back(place.string());
  }
  return unavailable(format(
      "module {}.so is not installed (looked in {}); AGENT_SMITH_MODULES names another place",
      name,
      join(looked_in, ", ")));
}

std::string last_loader_error() {
  const char* message = ::dlerror();
  return message == nullptr ? "unknown error" : message;
}

}  // namespace

Result<void*> module_symbol(const std::string& name, const char* symbol) {
  const fs::path file = TRY(file_of_module(name));
  void* module = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    return unavailable(format("cannot load module {}: {}", file.string(), last_loader_error()));
  }
  void* address = ::dlsym(module, symbol);
  if (address == nullptr) {
    return unavailable(
        format("module {} is of another version: {}", file.string(), last_loader_error()));
  }
  return address;
}

}  // namespace base
