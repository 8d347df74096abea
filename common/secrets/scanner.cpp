#include "secrets/scanner.hpp"

#include <algorithm>

#include "secrets/rules.hpp"

namespace secrets {
namespace {

struct Candidate {
  Finding finding;
  std::size_t rank;  ///< the less, the surer
};

constexpr Findings (*finders[])(const Text&) = {
    find_private_keys, find_tokens, find_url_passwords, find_authorization, find_assigned_values};

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

}  // namespace

Findings scan(const Text& text) {
  if (is_short_word(text)) return {};
  Findings findings;
  std::size_t rank = 0;
  for (const auto& [finding, its_rank] : candidates_of(text)) {
    if (findings.empty() || finding.begin >= findings.back().end) {
      if (findings.size() == findings_max) break;
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

Findings scan(std::string_view text) {
  return scan(Text(text));
}

}  // namespace secrets
