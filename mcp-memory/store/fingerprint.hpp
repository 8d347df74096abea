#pragma once
// Fingerprints that tell near-duplicates: MinHash over the words of title and summary, cut into
// bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). Two records
// that share a band are compared word by word; of those that share 70% of their words four of five
// have a band in common, of those with 80% nearly all, of those with 10% one in 250.
// The hash functions are stored by their results: changing one needs a new derived_form.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace memory {

inline constexpr std::size_t band_count = 4;
inline constexpr std::size_t hashes_per_band = 3;

using Bands = std::array<std::int64_t, band_count>;

/// The words that say something, lower case, without a plural s, each once, sorted.
std::vector<std::string> content_words(std::string_view text);

/// `group` tells records that are never compared apart: project and type.
Bands bands_of(std::string_view group, const std::vector<std::string>& words);

/// Shared words by all words (Jaccard); 1 for two empty sets. Both sorted.
double similarity(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace memory
