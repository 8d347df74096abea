#pragma once
// What the store derives from a record to find it again: words, fragments and fingerprint. All of
// it can be made anew from the documents at any time.
//
// For the writing connection, inside a transaction.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/store/fingerprint.hpp"
#include "mcp-memory/store/target.hpp"
#include "sqlite/connection.hpp"

namespace memory {

/// Changes whenever words, fragments or bands are derived in another way.
inline constexpr std::int64_t derived_form = 1;

/// What is indexed of one revision.
struct IndexedTexts {
  std::string keywords;   ///< tags and aliases
  std::string body;       ///< all texts but title, summary and keywords
  std::string fragments;  ///< title, error texts, paths, commands and whatever looks like code
  std::vector<std::string> content;  ///< content_words() of title and summary, for the fingerprint
};

base::Result<IndexedTexts> indexed_texts(const Draft& draft, const std::string& document);

/// The words of a current revision, found under the record's position.
base::Result<void> add_words(sqlite::Connection& connection,
                             std::int64_t position,
                             const Draft& draft,
                             const IndexedTexts& texts);

/// The words move to another rowid: those of a revision that is no longer current.
base::Result<void> move_words(sqlite::Connection& connection, std::int64_t from, std::int64_t to);

base::Result<void> remove_words(sqlite::Connection& connection, std::int64_t position);

/// What records of one project and type are compared by; `content` as in the indexed texts.
Bands bands_among(const std::string& project,
                  RecordType type,
                  const std::vector<std::string>& content);

base::Result<void> add_bands(sqlite::Connection& connection,
                             std::int64_t position,
                             const std::string& project,
                             RecordType type,
                             const std::vector<std::string>& content);

/// Those of the revision that is current.
base::Result<void> remove_bands(sqlite::Connection& connection, const Target& target);

/// Makes everything anew from the documents, if another form of it is stored.
base::Result<void> ensure_derived(sqlite::Connection& connection);

/// The same unconditionally. Gives the number of revisions.
base::Result<std::int64_t> derive_anew(sqlite::Connection& connection);

}  // namespace memory
