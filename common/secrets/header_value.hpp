#pragma once
// Headers of HTTP where they are written down: in messages, command lines, logs, JSON and YAML.

#include <cstddef>

#include "secrets/text.hpp"

namespace secrets {

/// Where the value begins of the header whose name ends at `name_end`, behind the colon and a
/// quote; `name_end` if no colon follows.
std::size_t header_value(const Text& text, std::size_t name_end);

}  // namespace secrets
