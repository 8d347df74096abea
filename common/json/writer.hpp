#pragma once
// JSON as it leaves: appended piece by piece to one string, without a tree in between (half the
// cost of one). The caller opens, names and closes in a valid order; commas and escapes are the
// writer's.

#include <cstdint>
#include <string>
#include <string_view>

namespace json {

class Writer {
 public:
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_list();
  Writer& end_list();

  /// The name of the member whose value comes next.
  Writer& key(std::string_view name);

  Writer& text(std::string_view value);
  Writer& integer(std::int64_t value);
  Writer& number(double value);  ///< null if it is not finite
  Writer& boolean(bool value);
  Writer& null();

  /// A value that is JSON text already.
  Writer& raw(std::string_view json);

  Writer& member(std::string_view name, std::string_view value) { return key(name).text(value); }

  Writer& member(std::string_view name, const char* value) { return key(name).text(value); }

  Writer& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }

  Writer& member(std::string_view name, bool value) { return key(name).boolean(value); }

  const std::string& str() const { return json_; }

  std::string take() { return std::move(json_); }

 private:
  void separate();

  std::string json_;
};

/// The text as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
std::string quoted(std::string_view text);

}  // namespace json
