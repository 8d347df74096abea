#pragma once
// Patterns: regular expressions that people write into configuration. Their syntax is RE2's
// (https://github.com/google/re2/wiki/Syntax), and so is the promise that a search takes time in
// proportion to the text, whatever pattern and text are. RE2 is in a module, loaded with the first
// pattern.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace patterns {

/// Nobody reads a longer one.
inline constexpr std::size_t pattern_bytes_max = 1000;

struct Span {
  std::size_t begin;
  std::size_t end;  ///< bytes, half-open

  friend bool operator==(const Span&, const Span&) = default;
};

/// Thread-safe.
class Pattern {
 public:
  virtual ~Pattern() = default;

  /// Every match from the front on, apart, none of them empty. Of a pattern with groups what the
  /// first group matched.
  virtual std::vector<Span> find(std::string_view text) const = 0;
};

/// invalid: too long, or no regular expression, and why. unavailable: the module does not load.
base::Result<std::shared_ptr<const Pattern>> compile(std::string_view expression);

}  // namespace patterns
