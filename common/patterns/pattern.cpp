#include "patterns/pattern.hpp"

#include "base/format.hpp"
#include "base/module.hpp"
#include "patterns/pattern_module.hpp"

namespace patterns {

base::Result<std::shared_ptr<const Pattern>> compile(std::string_view expression) {
  if (expression.empty()) return base::invalid("an empty pattern finds nothing");
  if (expression.size() > pattern_bytes_max) {
    return base::invalid(base::format(
        "a pattern has at most {} bytes, not {}", pattern_bytes_max, expression.size()));
  }
  const auto module = TRY(base::module_function<CompileFunction>(pattern_module, compile_symbol));
  Compiled compiled = base::internal("the module compiled nothing");
  module.call(expression, compiled);
  return compiled;
}

}  // namespace patterns
