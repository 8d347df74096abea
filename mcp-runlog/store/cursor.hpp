#pragma once
// Where a list goes on: a number, and a text that tells apart what has the same number. Opaque to
// those who hand it back.

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace runlog {

struct Cursor {
  std::int64_t number = 0;
  std::string text = {};
};

/// "after-<number>" or "after-<number>-<text>".
std::string spelled(const Cursor& cursor);

/// `first` if there is none. invalid: not from an earlier reply.
base::Result<Cursor> parse_cursor(const std::string& text, const Cursor& first);

}  // namespace runlog
