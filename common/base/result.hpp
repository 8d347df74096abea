#pragma once
// Result<T>: a value, or an Error that says what went wrong in words a user can act on.
// Used for every failure that a caller may expect; bugs abort through CHECK instead. Exceptions of
// a dependency are turned into an Error in the room that owns the dependency.

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace base {

/// What the one who receives an error can do about it. Kinds are few on purpose: details go in
/// words.
enum class ErrorKind {
  invalid,      ///< the request is wrong: change it
  not_found,    ///< the thing does not exist: name another
  conflict,     ///< somebody else got there first: read again, then decide
  busy,         ///< try the same thing again later
  unavailable,  ///< the world is not in order (disk, permissions, network): an operator must act
  stopped,      ///< cancelled, timed out, or shutting down
  internal      ///< a bug of ours
};

struct Error {
  ErrorKind kind;
  std::string message;  ///< lower case, names the thing and the limit
};

inline Error invalid(std::string message) {
  return {ErrorKind::invalid, std::move(message)};
}

inline Error not_found(std::string message) {
  return {ErrorKind::not_found, std::move(message)};
}

inline Error conflict(std::string message) {
  return {ErrorKind::conflict, std::move(message)};
}

inline Error busy(std::string message) {
  return {ErrorKind::busy, std::move(message)};
}

inline Error unavailable(std::string message) {
  return {ErrorKind::unavailable, std::move(message)};
}

inline Error stopped(std::string message) {
  return {ErrorKind::stopped, std::move(message)};
}

inline Error internal(std::string message) {
  return {ErrorKind::internal, std::move(message)};
}

template <class T>
class [[nodiscard]] Result {
  static_assert(!std::is_reference_v<T>, "a Result owns its value; return a pointer instead");

 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}

  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }

  T& value() & { return std::get<0>(state_); }

  const T& value() const& { return std::get<0>(state_); }

  T&& value() && { return std::get<0>(std::move(state_)); }

  T& operator*() { return value(); }

  const T& operator*() const { return value(); }

  T* operator->() { return &value(); }

  const T* operator->() const { return &value(); }

  const Error& error() const& { return std::get<1>(state_); }

  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;

  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_; }

  void value() const {}

  const Error& error() const& { return *error_; }

  Error&& error() && { return *std::move(error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace base

/// The value of an expression that gives a Result, or return its error from this function.
/// Do not nest TRY in TRY; a lambda that uses it needs an explicit return type.
#define TRY(expression)                                      \
  __extension__({                                            \
    auto try_result_ = (expression);                         \
    if (!try_result_) return std::move(try_result_).error(); \
    std::move(try_result_).value();                          \
  })
