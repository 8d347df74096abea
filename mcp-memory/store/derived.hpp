#pragma once
// What the store derives from a record to find it again: words, fragments and fingerprint. All of
// it can be made anew from the documents at any time.
//
// For the writing connection, inside a transaction.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/store/fingerprint.hpp"
#include "mcp-memory/store/indexed_texts.hpp"
#include "mcp-memory/store/target.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// Changes whenever words, fragments or bands are derived in another way.
inline constexpr std::int64_t derived_form = 3;

/// The words of one revision: under the record's position while it is current, later under that of
/// its past revision.
base::Result<void> add_words(sqlite::Connection& connection,
                             std::int64_t row,
                             const IndexedTexts& texts);

/// Its fragments, under the same row.
base::Result<void> add_fragments(sqlite::Connection& connection,
                                 std::int64_t row,
                                 const IndexedTexts& texts);

/// Both.
base::Result<void> add_texts(sqlite::Connection& connection,
                             std::int64_t row,
                             const IndexedTexts& texts);

/// Both again. The texts are those that were added under this row.
base::Result<void> remove_texts(sqlite::Connection& connection,
                                std::int64_t row,
                                const IndexedTexts& texts);

/// The texts of a revision, from its document.
base::Result<IndexedTexts> indexed_texts_in(std::string_view document);

/// What records of one project and type are compared by; `content` as in the indexed texts.
Bands bands_among(const std::string& project,
                  RecordType type,
                  const std::vector<std::string>& content);

base::Result<void> add_bands(sqlite::Connection& connection,
                             std::int64_t position,
                             const Bands& bands);

struct BandRow {
  std::int64_t band;
  std::int64_t position;
};

/// Of many records, in the order of the index.
base::Result<void> add_bands(sqlite::Connection& connection, std::vector<BandRow> rows);

/// Those of the revision that is current.
base::Result<void> remove_bands(sqlite::Connection& connection, const Target& target);

/// Makes everything anew from the documents, if another form of it is stored.
base::Result<void> ensure_derived(sqlite::Connection& connection);

/// The same unconditionally. Gives the number of revisions.
base::Result<std::int64_t> derive_anew(sqlite::Connection& connection);

}  // namespace memory
