#pragma once
// Corpus: records as a crew might write them, made up from a seed. Words follow Zipf's law over
// 30,000 pronounceable stems that are no language's, each with endings; a record of one of the four
// types has 40 to 120 words over its fields. Every record and every question depends on the seed
// and its number alone.

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// Changes whenever the same seed gives other texts.
inline constexpr int corpus_form = 1;

inline constexpr const char* corpus_project = "bench";

/// Stems by how common they are, most common first.
class Vocabulary {
 public:
  Vocabulary();

  /// A stem, by a number that is evenly distributed over all 64 bits.
  const std::string& drawn(std::uint64_t random) const;

  const std::string& at(std::size_t rank) const { return stems_[rank]; }

 private:
  std::vector<std::string> stems_;
  std::vector<double> shares_up_to_;
};

class Corpus {
 public:
  explicit Corpus(std::uint64_t seed) : seed_(seed) {}

  /// What write_record takes.
  std::string draft(std::uint64_t number) const;

  /// The record as in an export. One of 25 supersedes an earlier one, one of 20 was confirmed: then
  /// there are two lines.
  std::string export_lines(std::uint64_t number) const;

  /// 5 to 9 words about one of the first `records`: words of its text with other endings, two of
  /// them neighbours, and common words between them.
  std::string question(std::uint64_t number, std::uint64_t records) const;

 private:
  std::uint64_t seed_;
  Vocabulary vocabulary_;
};

}  // namespace bench
