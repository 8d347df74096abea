#pragma once
// Modules: parts with heavy dependencies (libgit2, HTTP, NATS) that are loaded on first use, so
// that a process which never needs them starts as if they did not exist. A module is NAME.so with C
// functions; it is looked for in $AGENT_SMITH_MODULES if that is set, else beside the running
// binary: ../lib/agent-smith (installed), then ../modules (build tree). Loaded modules stay until
// the process ends. Thread-safe.

#include <string>

#include "base/result.hpp"

namespace base {

/// The address of `symbol` in the module `name` (a file name without directory and ".so").
/// unavailable: the module is missing, does not load, or lacks the symbol.
Result<void*> module_symbol(const std::string& name, const char* symbol);

template <class Function>
struct ModuleFunction {
  Function* call;
};

/// The same with a type: module_function<int(const char*)>("agent-smith-git", "..."). Nothing can
/// check that the type is right; keep it in a header that both sides include.
template <class Function>
Result<ModuleFunction<Function>> module_function(const std::string& name, const char* symbol) {
  return ModuleFunction<Function>{reinterpret_cast<Function*>(TRY(module_symbol(name, symbol)))};
}

}  // namespace base
