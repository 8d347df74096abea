#pragma once
// JSON that a test holds for sound.

#include <string>
#include <string_view>
#include <utility>

#include "json/document.hpp"
#include "support/catch.hpp"

namespace support {

inline json::Document parsed(std::string_view text) {
  auto document = json::parse(text);
  if (!document) FAIL(std::string(text) << ": " << document.error().message);
  return std::move(document).value();
}

}  // namespace support
