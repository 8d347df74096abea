#pragma once
// What deleted rows leave behind: bytes in free pages, words in full-text indexes, old pages in the
// write-ahead log.

#include <chrono>
#include <stop_token>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

/// Folds the full-text indexes, writes the database anew from its rows, and empties the write-ahead
/// log. Only under the write lock, outside a transaction. `busy` if readers, of any process, keep
/// the log longer than `patience`: then nothing is lost, the traces may still be there, and it can
/// be done again. Whole or not at all where it is stopped or killed.
base::Result<void> erase_traces(Connection& connection,
                                const std::stop_token& stop,
                                std::chrono::milliseconds patience);

}  // namespace sqlite
