// Rows scored by functions of ours, called by FTS5.

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "base/format.hpp"
#include "sqlite/error.hpp"
#include "sqlite/full_text.hpp"
#include "sqlite/full_text_api.hpp"

namespace sqlite {
namespace {

struct Function {
  std::string name;
  RowScore score;
};

/// What one query keeps from row to row.
struct Query {
  std::string argument;
  std::vector<double> parameters;
  std::vector<Hit> hits;
};

template <class T>
void destroy(void* kept) {
  const std::unique_ptr<T> dies(static_cast<T*>(kept));
}

std::string_view text_of(sqlite3_value* value) {
  const unsigned char* bytes = sqlite3_value_text(value);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::optional<std::vector<double>> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) return numbers;
    const std::string_view word = text.substr(0, text.find(' '));
    double number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool is_number = error == std::errc() && end == word.data() + word.size();
    if (!is_number || !std::isfinite(number)) return std::nullopt;
    numbers.push_back(number);
    text.remove_prefix(word.size());
  }
}

/// One call of FTS5: a function, a row, and where the answer goes.
struct Call {
  const Fts5ExtensionApi* api;
  Fts5Context* row;
  sqlite3_context* answer;
  const Function& function;

  void fail(std::string_view why) const {
    const std::string text = base::format("{}(): {}", function.name, why);
    sqlite3_result_error(answer, text.c_str(), static_cast<int>(text.size()));
  }
};

/// Null: the call has failed. FTS5 keeps one for all calls of this function in a query, so another
/// call with other parameters takes its place.
Query* query_of(const Call& call, sqlite3_value* value) {
  const std::string_view argument = text_of(value);
  auto* kept = static_cast<Query*>(call.api->xGetAuxdata(call.row, 0));
  if (kept != nullptr && kept->argument == argument) return kept;
  auto parameters = numbers_in(argument);
  if (!parameters) {
    call.fail(base::format("not numbers with blanks between them: {}", argument));
    return nullptr;
  }
  auto query = std::make_unique<Query>();
  query->argument = argument;
  query->parameters = std::move(*parameters);
  kept = query.release();
  if (call.api->xSetAuxdata(call.row, kept, destroy<Query>) == SQLITE_OK) return kept;
  sqlite3_result_error_nomem(call.answer);
  return nullptr;
}

int collect_hits(const Call& call, std::vector<Hit>& hits) {
  int count = 0;
  const int counted = call.api->xInstCount(call.row, &count);
  if (counted != SQLITE_OK) return counted;
  hits.resize(static_cast<std::size_t>(count));
  for (int number = 0; number < count; ++number) {
    Hit& hit = hits[static_cast<std::size_t>(number)];
    const int read = call.api->xInst(call.row, number, &hit.phrase, &hit.column, &hit.offset);
    if (read != SQLITE_OK) return read;
  }
  return SQLITE_OK;
}

void answer(const Call& call, int value_count, sqlite3_value** values) {
  if (value_count != 1 || sqlite3_value_type(values[0]) == SQLITE_NULL) {
    return call.fail("takes a table and one text of numbers");
  }
  Query* query = query_of(call, values[0]);
  if (query == nullptr) return;
  const int collected = collect_hits(call, query->hits);
  if (collected != SQLITE_OK) return sqlite3_result_error_code(call.answer, collected);
  sqlite3_result_double(call.answer, call.function.score(query->hits, query->parameters));
}

void called_by_fts5(const Fts5ExtensionApi* api,
                    Fts5Context* row,
                    sqlite3_context* context,
                    int value_count,
                    sqlite3_value** values) {
  try {
    const auto* function = static_cast<const Function*>(api->xUserData(row));
    answer({api, row, context, *function}, value_count, values);
  } catch (...) {
    // No exception may cross C. Scores do not throw, so there was no memory.
    sqlite3_result_error_nomem(context);
  }
}

}  // namespace

base::Result<void> add_row_score(Connection& connection, const char* name, RowScore score) {
  CHECK(score != nullptr);
  fts5_api* api = TRY(full_text_api(connection));
  auto function = std::make_unique<Function>(Function{name, score});
  const int code =
      api->xCreateFunction(api, name, function.get(), called_by_fts5, destroy<Function>);
  if (code != SQLITE_OK) return error_of(code, connection.path().native(), sqlite3_errstr(code));
  static_cast<void>(function.release());
  return {};
}

}  // namespace sqlite
