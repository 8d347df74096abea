#pragma once
// Full-text search beyond SQL: what FTS5 makes of a text, scores of our own for the rows it finds,
// and whether an index still fits its rows. Tables with detail=full only.
//
// On the connection's thread. What is registered lasts as long as the connection.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

struct Token {
  std::string text;   ///< as the index has it: folded, stemmed, cut at 32,768 bytes
  std::size_t begin;  ///< its bytes in the text
  std::size_t end;
  int position;  ///< counted from 0; tokens in the same place share it

  bool operator==(const Token&) const = default;
};

/// What FTS5 asks its index for when this text is a query; any bytes will do. `tokenizer` is what a
/// table names after "tokenize=", word by word: {"porter", "unicode61", "remove_diacritics", "2"}.
/// `internal` if there is no such tokenizer or it does not know its arguments.
base::Result<std::vector<Token>> tokens_of(Connection& connection,
                                           const std::vector<const char*>& tokenizer,
                                           std::string_view text);

/// Where a row has one of the phrases of the query.
struct Hit {
  int phrase;  ///< of the query, counted from 0
  int column;
  int offset;  ///< the token of the column with which it begins

  bool operator==(const Hit&) const = default;
};

/// Hits come in the order of column and offset. Must not throw; a score that is no number becomes
/// NULL.
using RowScore = double (*)(std::span<const Hit> hits, std::span<const double> parameters);

/// From now on statements may call name(table, parameters) where they match `table`; the parameters
/// are one text of numbers with blanks between them, the same for all rows of a query. A call costs
/// in proportion to the hits: nothing but the index is read. Wrong parameters fail the statement.
base::Result<void> add_row_score(Connection& connection, const char* name, RowScore score);

/// The tables of this file that FTS5 keeps.
base::Result<std::vector<std::string>> full_text_tables(Connection& connection);

/// How many rows the index of this table holds, also where it keeps no texts and can list none.
base::Result<std::int64_t> full_text_row_count(Connection& connection, std::string_view table);

/// "ok", or what is wrong with the index of this table, compared with its rows where it does not
/// hold them itself. Reads all of it. For a connection that may write.
base::Result<std::string> check_full_text(Connection& connection, std::string_view table);

/// Folds the index of this table into one piece: until then words of deleted rows are still in it.
/// Writes all of it. For a connection that may write.
base::Result<void> optimize_full_text(Connection& connection, std::string_view table);

}  // namespace sqlite
