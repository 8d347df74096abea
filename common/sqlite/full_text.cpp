#include "sqlite/full_text.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include "base/format.hpp"
#include "sqlite/error.hpp"
#include "sqlite/full_text_api.hpp"

namespace sqlite {
namespace {

/// FTS5 indexes no more of a token (FTS5_MAX_TOKEN_SIZE).
constexpr std::size_t token_bytes_max = 32'768;

class Tokenizer {
 public:
  explicit Tokenizer(const fts5_tokenizer& methods) : methods_(methods) {}

  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  ~Tokenizer() {
    if (instance_ != nullptr) methods_.xDelete(instance_);
  }

  int create(void* context, std::vector<const char*> arguments) {
    return methods_.xCreate(
        context, arguments.data(), static_cast<int>(arguments.size()), &instance_);
  }

  int run(std::string_view text, std::vector<Token>& tokens);

 private:
  const fts5_tokenizer& methods_;
  Fts5Tokenizer* instance_ = nullptr;
};

void add_token(std::vector<Token>& tokens, Token token, bool is_colocated) {
  if (!tokens.empty()) token.position = tokens.back().position + (is_colocated ? 0 : 1);
  tokens.push_back(std::move(token));
}

int Tokenizer::run(std::string_view text, std::vector<Token>& tokens) {
  // FTS5 takes a null pointer for no text at all.
  const char* bytes = text.empty() ? "" : text.data();
  const auto take = [](void* into, int flags, const char* token, int count, int begin, int end) {
    const std::size_t kept = std::min(static_cast<std::size_t>(count), token_bytes_max);
    try {
      add_token(*static_cast<std::vector<Token>*>(into),
                {std::string(token, kept),
                 static_cast<std::size_t>(begin),
                 static_cast<std::size_t>(end),
                 0},
                (flags & FTS5_TOKEN_COLOCATED) != 0);
      return SQLITE_OK;
    } catch (...) {  // there was no memory, and no exception may cross C
      return SQLITE_NOMEM;
    }
  };
  return methods_.xTokenize(
      instance_, &tokens, FTS5_TOKENIZE_QUERY, bytes, static_cast<int>(text.size()), take);
}

base::Error tokenizer_error(const std::vector<const char*>& tokenizer, int code) {
  std::string words;
  for (const char* word : tokenizer)
    words += base::format(" {}", word);
  return base::internal(base::format(
      "the tokenizer{} cannot be used (sqlite: {}, code {})", words, sqlite3_errstr(code), code));
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += c;
    text += c;
  }
  return text + '"';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string lower(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return low;
}

/// SQLite's variable-length integers: seven bits a byte, the highest says that another follows; all
/// eight of a ninth. 0 for no bytes.
std::int64_t first_varint(std::string_view bytes) {
  constexpr std::size_t bytes_max = 9;
  std::uint64_t value = 0;
  for (std::size_t at = 0; at < std::min(bytes.size(), bytes_max); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (at + 1 == bytes_max) return static_cast<std::int64_t>((value << 8U) | byte);
    value = (value << 7U) | (byte & 0x7FU);
    if (byte < 0x80U) break;
  }
  return static_cast<std::int64_t>(value);
}

/// CREATE VIRTUAL TABLE t USING fts5(...); fts5vocab is another module.
bool uses_fts5(std::string_view create_table) {
  const std::string sql = lower(create_table);
  const std::size_t paren = std::min(sql.find('('), sql.size());
  std::size_t end = paren;
  while (end > 0 && is_blank(sql[end - 1]))
    --end;
  const std::string_view before = std::string_view(sql).substr(0, end);
  constexpr std::string_view module = "fts5";
  return before.starts_with("create virtual table") && before.ends_with(module) &&
         before.size() > module.size() && is_blank(before[before.size() - module.size() - 1]);
}

}  // namespace

base::Result<fts5_api*> full_text_api(Connection& connection) {
  sqlite3_stmt* statement = nullptr;
  sqlite3* database = connection.handle();
  if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) != SQLITE_OK) {
    return last_error(database);
  }
  fts5_api* api = nullptr;
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  const int code = sqlite3_finalize(statement);
  if (code != SQLITE_OK) return last_error(database);
  if (api == nullptr) return base::internal("this SQLite has no full-text search (FTS5)");
  return api;
}

base::Result<std::vector<Token>> tokens_of(Connection& connection,
                                           const std::vector<const char*>& tokenizer,
                                           std::string_view text) {
  if (text.size() > std::size_t{std::numeric_limits<int>::max()}) {
    return base::invalid(base::format("a text of {} bytes is too long to search", text.size()));
  }
  fts5_api* api = TRY(full_text_api(connection));
  fts5_tokenizer methods{};
  void* context = nullptr;
  const char* name = tokenizer.empty() ? nullptr : tokenizer.front();
  int code = api->xFindTokenizer(api, name, &context, &methods);
  if (code != SQLITE_OK) return tokenizer_error(tokenizer, code);
  Tokenizer instance(methods);
  const auto arguments = tokenizer.empty() ? tokenizer.begin() : tokenizer.begin() + 1;
  code = instance.create(context, {arguments, tokenizer.end()});
  if (code != SQLITE_OK) return tokenizer_error(tokenizer, code);
  std::vector<Token> tokens;
  code = instance.run(text, tokens);
  if (code != SQLITE_OK) return tokenizer_error(tokenizer, code);
  return tokens;
}

base::Result<std::vector<std::string>> full_text_tables(Connection& connection) {
  auto rows = TRY(connection.prepare(
      "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0"));
  TRY(rows.bind());
  std::vector<std::string> tables;
  while (TRY(rows.step())) {
    if (uses_fts5(rows.text(1))) tables.emplace_back(rows.text(0));
  }
  return tables;
}

base::Result<std::int64_t> full_text_row_count(Connection& connection, std::string_view table) {
  // The "averages" record of fts5_index.c: the number of rows, then tokens by column.
  const std::string data = base::format("{}_data", table);
  auto averages = TRY(connection.prepare(
      base::format("SELECT block FROM {} WHERE id = 1", quoted(std::string_view(data)))));
  TRY(averages.bind());
  if (!TRY(averages.step())) return std::int64_t{0};
  return first_varint(averages.text(0));
}

base::Result<std::string> check_full_text(Connection& connection, std::string_view table) {
  const std::string name = quoted(table);
  const auto checked =
      connection.run(base::format("INSERT INTO {0}({0}, rank) VALUES('integrity-check', 1)", name));
  if (checked) return std::string("ok");
  sqlite3* database = connection.handle();
  if ((sqlite3_extended_errcode(database) & 0xff) != SQLITE_CORRUPT) return checked.error();
  return base::format(
      "the index {} does not fit its rows (sqlite: {})", table, sqlite3_errmsg(database));
}

base::Result<void> optimize_full_text(Connection& connection, std::string_view table) {
  const std::string name = quoted(table);
  return connection.run(base::format("INSERT INTO {0}({0}) VALUES('optimize')", name));
}

}  // namespace sqlite
