#pragma once
// IndexedTexts: what search looks at of one revision, made of what its author said.
//
// The index keeps none of these texts, so a row is taken out of it by saying the same texts again.
// Whoever changes what is indexed raises derived_form (derived.hpp), and all of it is made anew.

#include <string>
#include <string_view>
#include <vector>

#include "mcp-memory/record.hpp"

namespace memory {

struct IndexedTexts {
  std::string title;
  std::string summary;
  std::string keywords;   ///< tags and aliases
  std::string body;       ///< all other texts
  std::string fragments;  ///< title, error texts, paths, commands and whatever looks like code
  std::vector<std::string> content;  ///< content_words() of title and summary, for the fingerprint
};

IndexedTexts indexed_texts(const Draft& draft);

/// The words by which records are told to be near-duplicates.
std::vector<std::string> content_of(std::string_view title, std::string_view summary);

}  // namespace memory
