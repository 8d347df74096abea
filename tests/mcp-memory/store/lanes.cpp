#include "lanes.hpp"

namespace lanes {
namespace {

constexpr std::int64_t revisions_each = 3;

/// Different words for each, so that the full-text index grows as well.
std::string prose(const std::string& seed, std::size_t bytes) {
  std::string text;
  for (std::size_t number = 0; text.size() < bytes; ++number)
    text += base::format(
        "word{}{} ", std::hash<std::string>()(seed + std::to_string(number)) % 9999, number);
  text.resize(bytes);
  return text;
}

std::string summary_of(const std::string& title, std::int64_t revision) {
  return base::format("{} as of revision {}.", title, revision);
}

std::string context_of(const std::string& title, std::int64_t revision) {
  return prose(summary_of(title, revision), 1990);
}

std::string record_of(const std::string& title) {
  const std::string record =
      base::format(R"({{"type":"decision","title":"{}","summary":"{}","context":"{}",)"
                   R"("decision":"{}","rationale":"{}","consequences":[)",
                   title,
                   summary_of(title, 1),
                   context_of(title, 1),
                   prose(title + "d", 990),
                   prose(title + "r", 1990));
  std::string consequences;
  for (int number = 0; number < 10; ++number)
    consequences += base::format(
        "{}\"{}\"", number == 0 ? "" : ",", prose(title + std::to_string(number), 290));
  return record + consequences + "]}";
}

std::string document_told(const std::string& kind,
                          const std::string& title,
                          std::int64_t revision,
                          const std::string& summary,
                          const std::string& context) {
  return base::format("{} {} {}: {} {}", kind, title, revision, summary, context);
}

std::string superseded_told(const std::string& title) {
  return "superseded " + title;
}

}  // namespace

std::string told(const memory::ExportedChange& change, const std::string& title) {
  if (change.kind == memory::ChangeKind::superseded) return superseded_told(title);
  if (!change.record) return std::string(name_of(change.kind)) + " " + title;
  return document_told(std::string(name_of(change.kind)),
                       title,
                       change.revision,
                       change.record->summary,
                       change.record->context);
}

std::string Lane::title() const {
  return base::format("{} generation {}", name_, generation_);
}

std::string Lane::next_title() const {
  return base::format("{} generation {}", name_, generation_ + 1);
}

std::string Lane::tool() const {
  if (revision_ == 0) return "write_record";
  return revision_ < revisions_each ? "update_record" : "supersede_record";
}

std::string Lane::arguments() const {
  if (revision_ == 0) return record_of(title());
  if (revision_ < revisions_each) {
    return base::format(
        R"({{"id":"{}","expected_revision":{},"set":{{"summary":"{}","context":"{}"}}}})",
        id_,
        revision_,
        summary_of(title(), revision_ + 1),
        context_of(title(), revision_ + 1));
  }
  return base::format(
      R"({{"id":"{}","reason":"It changed.","record":{}}})", id_, record_of(next_title()));
}

std::vector<std::string> Lane::outcome() const {
  const auto document = [](const char* kind, const std::string& title, std::int64_t revision) {
    return document_told(
        kind, title, revision, summary_of(title, revision), context_of(title, revision));
  };
  if (revision_ == 0) return {document("written", title(), 1)};
  if (revision_ < revisions_each) return {document("updated", title(), revision_ + 1)};
  return {document("written", next_title(), 1), superseded_told(title())};
}

void Lane::acknowledge(const wire::Reply& reply) {
  for (std::string& change : outcome())
    acknowledged_.push_back(std::move(change));
  ++steps_;
  id_ = reply.member("id");
  if (revision_ == revisions_each) {
    ++generation_;
    revision_ = 0;
  }
  ++revision_;
}

std::string Lane::judge(const std::vector<std::string>& kept) const {
  if (kept == acknowledged_) return {};
  auto with_the_last = acknowledged_;
  for (std::string& change : outcome())
    with_the_last.push_back(std::move(change));
  if (kept == with_the_last) return {};
  return base::format("{}: {} changes acknowledged, {} kept; the last: {}\n",
                      name_,
                      acknowledged_.size(),
                      kept.size(),
                      kept.empty() ? "none" : kept.back().substr(0, 200));
}

}  // namespace lanes
