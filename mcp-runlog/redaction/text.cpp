// Texts: hidden characters go, secrets become marks.

#include <algorithm>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/redaction/caps.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "mcp-runlog/redaction/pass.hpp"
#include "secrets/mark.hpp"
#include "secrets/scanner.hpp"

namespace runlog {
namespace {

/// What stands behind Bearer and the like: so the mark agrees with that of the bare token.
std::string_view credential_in(std::string_view text) {
  for (const std::string_view scheme : {"bearer ", "basic ", "token "}) {
    if (text.size() > scheme.size() && base::lower(text.substr(0, scheme.size())) == scheme)
      return base::trimmed(text.substr(scheme.size()));
  }
  return text;
}

/// Most names and ids of members, tools and agents. No rule but the user's finds anything in one.
bool is_short_word(std::string_view text) {
  constexpr std::size_t bytes_max = 19;
  return text.size() <= bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

}  // namespace

std::string Pass::whole(std::string_view kind, std::string_view text) {
  if (text.empty() || secrets::is_mark(text)) return std::string(text);
  ++count_;
  return policy_.marker.mark(kind, credential_in(text));
}

std::vector<Redaction> Pass::pieces_of(std::string_view text) const {
  std::vector<Redaction> pieces;
  for (const auto& [kind, begin, end] : secrets::scan(text, secrets::any))
    pieces.push_back({begin, end, kind});
  for (const auto& pattern : policy_.rules.patterns) {
    for (const auto& [begin, end] : pattern->find(text))
      pieces.push_back({begin, end, "user rule"});
  }
  return pieces;
}

std::optional<std::string> Pass::text_once(const std::string& text, unsigned embedded) {
  if (auto changed = embedded_json(text, embedded)) return changed;
  std::vector<Redaction> pieces = pieces_of(text);
  if (pieces.empty()) return std::nullopt;
  auto [marked, marks] = policy_.marker.replace(text, std::move(pieces));
  if (marks == 0) return std::nullopt;
  count_ += static_cast<std::int64_t>(marks);
  return std::move(marked);
}

std::string Pass::text_at(std::string_view given, unsigned embedded) {
  std::string text = base::without_hidden_characters(given);
  for (int round = 0; round < limits::rounds_max; ++round) {
    auto changed = text_once(text, embedded);
    if (!changed) return text;
    // A joiner that stood behind a secret may now stand behind a mark.
    text = base::without_hidden_characters(*changed);
  }
  return whole("text", text);
}

std::string Pass::line(std::string_view given, std::size_t bytes_max) {
  if (is_short_word(given) && policy_.rules.patterns.empty()) return std::string(given);
  std::string line(given);
  for (int round = 0; round < limits::rounds_max; ++round) {
    const std::string redacted = text(line);
    std::string next =
        shortened_outside_marks(base::one_line(redacted, redacted.size()), bytes_max);
    if (base::trimmed(next).empty()) return {};  // a line of an event cannot say blanks alone
    if (next == line) return line;
    line = std::move(next);
  }
  return whole("text", line);
}

std::string Pass::id(std::string_view given, std::size_t bytes_max) {
  constexpr std::size_t digest_digits = 16;
  std::string whole_id = line(given, std::string::npos);
  if (whole_id.size() <= bytes_max) return whole_id;
  const std::string digest = base::sha256_hex(whole_id).substr(0, digest_digits);
  const std::string_view head = cut_before_marks(whole_id, bytes_max - digest_digits - 1);
  return line(base::format("{}~{}", head, digest), bytes_max);
}

}  // namespace runlog
