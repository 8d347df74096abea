#pragma once
// The interface between this room and the module agent-smith-patterns, which holds RE2. Both are
// built and installed together; a change of the interface changes the name of the function.

#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "patterns/pattern.hpp"

namespace patterns {

using Compiled = base::Result<std::shared_ptr<const Pattern>>;

/// Puts the pattern, or why there is none, into `compiled`.
using CompileFunction = void(std::string_view expression, Compiled& compiled) noexcept;

inline constexpr const char* pattern_module = "agent-smith-patterns";
inline constexpr const char* compile_symbol = "agent_smith_patterns_compile_1";

}  // namespace patterns
