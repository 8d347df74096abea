#pragma once
// JSON as it arrives: parsed within limits, read through views. The only door to nlohmann/json and
// simdjson.
//
// A View is a borrowed pointer into a Document and lives no longer than it. Asking a view for what
// it is not (text() of a list) is a bug of the caller and aborts: look at kind() first, or check a
// rule.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace json {

enum class Kind { absent, null, boolean, integer, number, text, list, object };

/// "a list", "text", ...: for error messages.
std::string_view spelled(Kind kind);

class View {
 public:
  View() = default;  ///< absent

  Kind kind() const;

  bool is(Kind kind) const { return this->kind() == kind; }

  bool boolean() const;
  std::int64_t integer() const;
  double number() const;  ///< of an integer as well
  std::string_view text() const;

  /// Entries of a list or members of an object; 0 for everything else.
  std::size_t size() const;
  View item(std::size_t at) const;

  /// The member of that name; absent if there is none, or if this is no object.
  View find(std::string_view name) const;
  std::string_view member_name(std::size_t at) const;
  View member_value(std::size_t at) const;

  /// One line of JSON; never throws, whatever the text holds.
  std::string dump() const;

  friend bool operator==(const View& a, const View& b);

 private:
  friend class Document;

  explicit View(const void* node) : node_(node) {}

  const void* node_ = nullptr;
};

class Document {
 public:
  Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document();

  View root() const;

 private:
  friend class Parser;
  struct Node;

  explicit Document(std::unique_ptr<Node> node);

  std::unique_ptr<Node> node_;
};

/// Well-formed JSON that may still be over a limit. Then `violation` says which and where, and the
/// document is what was left after pruning: enough to find the id of the request that has to be
/// refused.
struct Parsed {
  Document document;
  std::optional<std::string> violation;
};

/// Refuses malformed text and invalid UTF-8. Limits (base/limits.hpp): depth, members of one
/// object, names that appear twice in an object, integers beyond 64 bits.
base::Result<Parsed> parse_pruned(std::string_view text);

/// The same with a violated limit as an error too.
base::Result<Document> parse(std::string_view text);

/// Indented for people. `text` must be valid JSON.
std::string pretty(std::string_view text);

}  // namespace json
