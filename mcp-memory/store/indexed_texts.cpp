#include "mcp-memory/store/indexed_texts.hpp"

#include <algorithm>
#include <utility>

#include "mcp-memory/store/fingerprint.hpp"
#include "mcp-memory/store/words.hpp"

namespace memory {
namespace {

/// Texts, one a line.
class Lines {
 public:
  Lines& add(std::string_view text) {
    if (!text.empty()) text_.append(text).append("\n");
    return *this;
  }

  Lines& add(const std::vector<std::string>& texts) {
    for (const std::string& text : texts)
      add(text);
    return *this;
  }

  /// Every part of it can be found already.
  bool has(std::string_view text) const { return text_.find(text) != std::string::npos; }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void add_decision(Lines& lines, const Draft& draft) {
  lines.add(draft.context).add(draft.decision).add(draft.rationale);
  for (const RejectedOption& option : draft.options)
    lines.add(option.name).add(option.rejected_because);
  lines.add(draft.consequences);
}

void add_incident(Lines& lines, const Draft& draft) {
  if (draft.severity) lines.add(severity_names[static_cast<std::size_t>(*draft.severity)]);
  lines.add(draft.impact).add(draft.symptoms).add(draft.root_cause);
  lines.add(draft.resolution).add(draft.action_items);
}

void add_pattern(Lines& lines, const Draft& draft) {
  lines.add(draft.problem).add(draft.solution).add(draft.when_to_use).add(draft.when_not_to_use);
}

void add_runbook(Lines& lines, const Draft& draft) {
  lines.add(draft.triggers);
  for (const Step& step : draft.steps)
    lines.add(step.action).add(step.command).add(step.expect).add(step.on_failure);
  lines.add(draft.verification);
  if (draft.risk) lines.add(risk_names[static_cast<std::size_t>(*draft.risk)]);
  lines.add(draft.rollback);
}

std::string body_of(const Draft& draft) {
  Lines lines;
  lines.add(draft.scope).add(draft.refs).add(draft.branch);
  add_decision(lines, draft);
  add_incident(lines, draft);
  add_pattern(lines, draft);
  add_runbook(lines, draft);
  return lines.take();
}

/// Words of prose that are looked for in part.
void add_fragments(Lines& lines, std::string_view prose) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  while (true) {
    prose.remove_prefix(std::min(prose.find_first_not_of(blanks), prose.size()));
    if (prose.empty()) return;
    const std::string_view word = prose.substr(0, prose.find_first_of(blanks));
    prose.remove_prefix(word.size());
    if (is_fragment(word) && !lines.has(word)) lines.add(word);
  }
}

std::string fragments_of(const Draft& draft, const std::string& body) {
  Lines lines;
  add_fragments(lines, draft.title);
  lines.add(draft.symptoms).add(draft.triggers).add(draft.scope);
  lines.add(draft.refs).add(draft.aliases);
  for (const Step& step : draft.steps)
    lines.add(step.command);
  add_fragments(lines, draft.summary);
  add_fragments(lines, body);
  return lines.take();
}

}  // namespace

IndexedTexts indexed_texts(const Draft& draft) {
  IndexedTexts texts;
  texts.title = draft.title;
  texts.summary = draft.summary;
  texts.keywords = Lines().add(draft.tags).add(draft.aliases).take();
  texts.body = body_of(draft);
  texts.fragments = fragments_of(draft, texts.body);
  texts.content = content_of(draft.title, draft.summary);
  return texts;
}

std::vector<std::string> content_of(std::string_view title, std::string_view summary) {
  return content_words(std::string(title) + " " + std::string(summary));
}

}  // namespace memory
