#include "secrets/scanner.hpp"

#include <algorithm>

#include "secrets/mark.hpp"
#include "secrets/rules.hpp"

namespace secrets {
namespace {

struct Candidate {
  Finding finding;
  std::size_t rank;  ///< the less, the surer
};

constexpr Findings (*finders[])(const Text&) = {find_private_keys,
                                                find_tokens,
                                                find_url_passwords,
                                                find_authorization,
                                                find_cookies,
                                                find_assigned_values};

std::vector<Candidate> candidates_of(const Text& text) {
  std::vector<Candidate> candidates;
  std::size_t rank = 0;
  for (const auto find : finders) {
    for (const Finding& finding : find(text))
      candidates.push_back({finding, rank});
    ++rank;
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.finding.begin != b.finding.begin ? a.finding.begin < b.finding.begin : a.rank < b.rank;
  });
  return candidates;
}

/// A single word, as names of members are, is a secret only if it is one of the formats of tokens,
/// and those are longer.
bool is_short_word(const Text& text) {
  return text.size() < token_bytes_min && text.run_end(0, token) == text.size();
}

/// Marks tell of secrets in words that promise one, and stay what they are.
Findings without_marks(std::string_view text, const Findings& findings) {
  Findings rest;
  MarkPlace mark = next_mark(text, 0);
  for (const auto& [kind, begin, end] : findings) {
    std::size_t at = begin;
    while (mark.end <= at && mark.begin < text.size())
      mark = next_mark(text, mark.end);
    while (mark.begin < end) {
      if (mark.begin > at) rest.push_back({kind, at, mark.begin});
      at = std::min(mark.end, end);
      if (mark.end > end) break;
      mark = next_mark(text, mark.end);
    }
    if (at < end) rest.push_back({kind, at, end});
  }
  return rest;
}

Findings merged(const std::vector<Candidate>& candidates, std::size_t count_max) {
  Findings findings;
  std::size_t rank = 0;
  for (const auto& [finding, its_rank] : candidates) {
    if (findings.empty() || finding.begin >= findings.back().end) {
      if (findings.size() == count_max) break;
      findings.push_back(finding);
      rank = its_rank;
      continue;
    }
    Finding& last = findings.back();
    last.end = std::max(last.end, finding.end);
    if (its_rank < rank) last.kind = finding.kind;
    rank = std::min(rank, its_rank);
  }
  return findings;
}

}  // namespace

Findings scan(const Text& text, std::size_t count_max) {
  if (is_short_word(text)) return {};
  const std::vector<Candidate> candidates = candidates_of(text);
  if (candidates.empty()) return {};
  Findings findings = without_marks(text.slice(0, text.size()), merged(candidates, count_max));
  if (findings.size() > count_max) findings.resize(count_max);
  return findings;
}

Findings scan(std::string_view text, std::size_t count_max) {
  return scan(Text(text), count_max);
}

}  // namespace secrets
