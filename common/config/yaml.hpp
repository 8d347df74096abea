#pragma once
// YAML files as a tree of texts, lists and maps that remember their lines, so that an error can say
// file:line. Values stay the text that was written: 0123, yes and 1.0 mean what the reader of the
// field says, not what YAML guesses. Refused, each with its line: duplicate keys, keys that are not
// text, anchors and aliases (a few lines of them expand to gigabytes), tags, more than one
// document, text that is not UTF-8.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace config {

inline constexpr std::size_t file_bytes_max = std::size_t{1024} * 1024;
inline constexpr std::size_t depth_max = 32;

/// Keys of one map. Look-up is linear, so this bounds the cost of a hostile file.
inline constexpr std::size_t keys_max = 1024;

enum class Kind { nothing, text, list, map };

/// "a list" and the like, for messages.
std::string_view with_article(Kind kind);

/// A text from a file as it may stand in a message: short, on one line, nothing hidden.
std::string shown(std::string_view text);

/// One value, read-only once parsed. A node owns what is below it; references that it hands out
/// live as long as it does.
class Node {
 public:
  Node(std::shared_ptr<const std::string> file, int line, Kind kind)
      : file_(std::move(file)), line_(line), kind_(kind) {}

  Kind kind() const { return kind_; }

  /// Counts from 1.
  int line() const { return line_; }

  /// Empty unless kind() is text.
  const std::string& text() const { return text_; }

  /// What is in a list, or the values of a map in the order of keys().
  const std::vector<Node>& items() const { return items_; }

  /// In the order of the file; empty unless kind() is map.
  const std::vector<std::string>& keys() const { return keys_; }

  /// The value of a key, null if this is no map or has no such key.
  const Node* find(std::string_view key) const;

  /// invalid, with "file:line: " before the message.
  base::Error error(std::string_view message) const;

 private:
  friend class Builder;

  std::shared_ptr<const std::string> file_;
  int line_;
  Kind kind_;
  std::string text_;
  std::vector<std::string> keys_;
  std::vector<Node> items_;
};

/// not_found: there is no such file. unavailable: it cannot be read. invalid: it is too large or
/// not such YAML.
base::Result<Node> parse_file(const std::filesystem::path& file);

/// `file` is the name that errors carry.
base::Result<Node> parse_text(const std::string& text, const std::string& file);

}  // namespace config
