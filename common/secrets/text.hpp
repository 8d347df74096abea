#pragma once
// The text under scan, with the few questions that rules ask of it. It counts the bytes that the
// answers took: a test then holds the rules to linear work without a clock.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>

#include "secrets/characters.hpp"

namespace secrets {

/// No limit on the length of a run.
inline constexpr std::size_t any = std::numeric_limits<std::size_t>::max();

class Text {
 public:
  /// A view: the bytes belong to the caller.
  explicit Text(std::string_view bytes) : bytes_(bytes) {}

  std::size_t size() const { return bytes_.size(); }

  /// NUL outside of the text, also before its begin (at - 1 of 0).
  char at(std::size_t at) const {
    ++bytes_read_;
    return at < bytes_.size() ? bytes_[at] : '\0';
  }

  /// The last byte first: formats differ there, and often begin alike.
  bool has(std::size_t at, std::string_view literal) const {
    bytes_read_ += literal.size();
    if (literal.empty()) return at <= bytes_.size();
    if (at > bytes_.size() || bytes_.size() - at < literal.size()) return false;
    return bytes_[at + literal.size() - 1] == literal.back() &&
           bytes_.substr(at, literal.size()) == literal;
  }

  /// The same without regard to case; `lower` is in lower case.
  bool has_in_any_case(std::size_t at, std::string_view lower) const;

  /// Where the run of `characters` from `begin` on ends, after at most `bytes_max`.
  std::size_t run_end(std::size_t begin,
                      const Characters& characters,
                      std::size_t bytes_max = any) const {
    if (begin >= bytes_.size()) return begin;
    const std::size_t limit = begin + std::min(bytes_max, bytes_.size() - begin);
    std::size_t end = begin;
    while (end < limit && characters.has(bytes_[end]))
      ++end;
    bytes_read_ += end - begin + 1;
    return end;
  }

  /// Where `literal` begins, not before `from`; size() if nowhere.
  std::size_t find(std::string_view literal, std::size_t from) const;

  std::string_view slice(std::size_t begin, std::size_t end) const;

  /// True if no token goes on here. An escape (\n, %3D) before ends what was there.
  bool begins_token(std::size_t begin) const;

  /// So many bytes were looked at, each as often as it was.
  std::size_t bytes_read() const { return bytes_read_; }

 private:
  std::string_view bytes_;
  mutable std::size_t bytes_read_ = 0;
};

}  // namespace secrets
