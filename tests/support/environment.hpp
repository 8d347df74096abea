#pragma once
// An environment variable for the time of one test.

#include <cstdlib>
#include <optional>
#include <string>

namespace support {

class Environment {
 public:
  /// Null unsets the variable.
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }

  ~Environment() { set(before_ ? before_->c_str() : nullptr); }

  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  void set(const char* value) const {
    if (value == nullptr) {
      ::unsetenv(name_);
    } else {
      ::setenv(name_, value, 1);
    }
  }

  const char* name_;
  std::optional<std::string> before_;
};

}  // namespace support
