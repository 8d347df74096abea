#pragma once
// Marker: writes marks (secrets/mark.hpp) in the place of secrets. The tag is a keyed digest: one
// way, and the same for the same secret, whatever rule found it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace runlog {

/// A piece of a text that has to go.
struct Redaction {
  std::size_t begin;
  std::size_t end;  ///< bytes, half-open
  std::string_view kind;
};

class Marker {
 public:
  explicit Marker(std::string key) : key_(std::move(key)) {}

  std::string mark(std::string_view kind, std::string_view secret) const;

  struct Marked {
    std::string text;
    std::size_t marks;
  };

  /// The text with a mark for each piece; pieces that touch become one, with the kind of the first.
  /// Marks that are there already stay, also within pieces. Nothing replaced: marks is 0.
  Marked replace(std::string_view text, std::vector<Redaction> pieces) const;

 private:
  std::string key_;
};

}  // namespace runlog
