#include "mcp-memory/store/fingerprint.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "base/text.hpp"
#include "mcp-memory/store/words.hpp"

namespace memory {
namespace {

/// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash = 0xCBF29CE484222325U) {
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

/// The finaliser of splitmix64: a bijection in which every bit depends on every bit.
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

/// The n-th hash function: what is smallest over a set is a random member of it.
std::uint64_t minimum(const std::vector<std::uint64_t>& words, std::uint64_t number) {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t word : words)
    least = std::min(least, mixed(word ^ mixed(number + 1)));
  return least;
}

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::string singular(std::string word) {
  const bool plural = word.size() > 3 && word.ends_with('s') && !word.ends_with("ss");
  if (plural) word.pop_back();
  return word;
}

}  // namespace

std::vector<std::string> content_words(std::string_view text) {
  const std::string plain = base::lower(text);
  std::vector<std::string> words;
  for (auto at = plain.begin(); at != plain.end();) {
    at = std::find_if(at, plain.end(), is_word_byte);
    const auto end = std::find_if_not(at, plain.end(), is_word_byte);
    std::string word(at, end);
    if (word.size() > 1 && !says_nothing(word)) words.push_back(singular(std::move(word)));
    at = end;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

Bands bands_of(std::string_view group, const std::vector<std::string>& words) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(words.size());
  for (const std::string& word : words)
    hashes.push_back(hash_of(word));
  Bands bands{};
  for (std::size_t band = 0; band < band_count; ++band) {
    std::uint64_t value = mixed(hash_of(group) + band);
    for (std::size_t row = 0; row < hashes_per_band; ++row)
      value = mixed(value ^ minimum(hashes, band * hashes_per_band + row));
    bands[band] = static_cast<std::int64_t>(value);
  }
  return bands;
}

double similarity(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> shared;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
  const std::size_t all = a.size() + b.size() - shared.size();
  return all == 0 ? 1 : static_cast<double>(shared.size()) / static_cast<double>(all);
}

}  // namespace memory
