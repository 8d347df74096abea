#pragma once
// A secret in a text: what it is and where.

#include <cstddef>
#include <string_view>
#include <vector>

namespace secrets {

struct Finding {
  std::string_view
      kind;  ///< in plain words, for whoever wrote the text; lives as long as the program
  std::size_t begin;
  std::size_t end;  ///< bytes, half-open
};

using Findings = std::vector<Finding>;

}  // namespace secrets
