#pragma once
// Statement: one prepared SQL statement, borrowed from its connection for one use. It must end
// before the connection does and belongs to the connection's thread. Its destructor makes it ready
// for the next one who asks for the same text.
//
//   auto find = TRY(connection.prepare("SELECT body FROM note WHERE id = ?"));
//   TRY(find.bind(id));
//   if (!TRY(find.step())) return base::not_found(...);
//   return std::string(find.text(0));

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <type_traits>

#include "base/result.hpp"

struct sqlite3_stmt;

namespace sqlite {

class Statement {
 public:
  /// `lent` is the mark of the statement cache, cleared on return; null: not cached, so finalized.
  Statement(sqlite3_stmt* statement, bool* lent, const std::stop_token* stop)
      : statement_(statement), lent_(lent), stop_(stop) {}

  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Starts the statement anew with these values for its parameters, all of them and in order:
  /// text, integers, bool, double, nullptr, or an optional of those. Values are copied.
  template <class... Values>
  base::Result<void> bind(const Values&... values) {
    return bind_all(Texts::copied, values...);
  }

  /// The same, but texts are only looked at: they must stay as they are until the statement ends or
  /// starts anew.
  template <class... Values>
  base::Result<void> bind_in_place(const Values&... values) {
    return bind_all(Texts::in_place, values...);
  }

  /// True: there is a row. False: done.
  base::Result<bool> step();

  /// Columns count from 0. The text lives until the next step or the end of the statement; NULL
  /// reads as empty text or 0.
  std::string_view text(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  bool is_null(int column) const;

  /// How many a row has.
  int columns() const;

 private:
  enum class Texts { copied, in_place };

  template <class... Values>
  base::Result<void> bind_all([[maybe_unused]] Texts texts, const Values&... values) {
    TRY(start(sizeof...(values)));
    [[maybe_unused]] int index = 0;
    const bool bound = (bind_value(texts, ++index, values) && ...);
    return finish_binding(bound);
  }

  template <class Value>
  bool bind_value(Texts texts, int index, const std::optional<Value>& value) {
    return value ? bind_value(texts, index, *value) : bind_null(index);
  }

  template <class Value>
  bool bind_value(Texts texts, int index, const Value& value) {
    if constexpr (std::is_same_v<Value, std::nullptr_t>) {
      return bind_null(index);
    } else if constexpr (std::integral<Value>) {
      static_assert(std::is_signed_v<Value> || sizeof(Value) < sizeof(std::int64_t),
                    "SQLite integers are signed: convert first");
      return bind_integer(index, value);
    } else if constexpr (std::floating_point<Value>) {
      return bind_real(index, value);
    } else {
      return bind_text(texts, index, std::string_view(value));
    }
  }

  base::Result<void> start(std::size_t value_count);
  base::Result<void> finish_binding(bool bound);
  bool bind_null(int index);
  bool bind_integer(int index, std::int64_t value);
  bool bind_real(int index, double value);
  bool bind_text(Texts texts, int index, std::string_view value);

  sqlite3_stmt* statement_;
  bool* lent_;
  const std::stop_token* stop_;
};

}  // namespace sqlite
