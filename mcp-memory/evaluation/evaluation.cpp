#include "mcp-memory/evaluation/evaluation.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/format.hpp"
#include "mcp-memory/memory.hpp"

namespace memory {
namespace {

constexpr std::size_t found_max = 10;

/// A directory of its own, gone with this.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "mcp-memory-eval-XXXXXX").native();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  base::Result<std::filesystem::path> path() const {
    if (path_.empty())
      return base::unavailable("no temporary directory can be made; set TMPDIR to one");
    return path_;
  }

 private:
  std::filesystem::path path_;
};

/// The set in a memory, with the keys of its records.
struct Filled {
  Scratch scratch;
  base::Instant now{};
  std::unique_ptr<Memory> memory;
  std::map<std::string, std::string> key_of;  ///< by id
  std::map<std::string, std::string> id_of;   ///< by key
  std::map<std::string, std::string> project_of;

  Filled() {
    memory = std::make_unique<Memory>([this] { return scratch.path(); }, [this] { return now; });
  }
};

base::Result<void> fill(Filled& filled, const EvalSet& set) {
  for (const EvalRecord& record : set.records) {
    filled.now = base::parse_iso(record.at).value_or(filled.now);
    std::optional<Supersession> older;
    if (!record.supersedes.empty())
      older = Supersession{filled.id_of[record.supersedes], "replaced in the set"};
    const Author author{record.agent, record.project, {}, {}};
    const Stored stored = TRY(filled.memory->write({}, record.record, author, older));
    filled.key_of[stored.id] = record.key;
    filled.id_of[record.key] = stored.id;
    filled.project_of[stored.id] = record.project;
  }
  return {};
}

base::Result<Matches> ask(Filled& filled, const EvalQuestion& question, bool superseded) {
  Filter filter{.project = question.project, .superseded = superseded};
  if (!question.as_of.empty()) filter.as_of = base::parse_iso(question.as_of);
  RecordStore* records = TRY(filled.memory->records());
  return records->search({}, question.question, filter, filled.now, {.count = found_max});
}

Answered answered(const Filled& filled, const EvalQuestion& question, const Matches& found) {
  Answered answer{.question = &question, .place = 0, .strength = 0, .found = {}};
  if (!found.matches.empty()) answer.strength = found.matches.front().strength;
  for (const Match& match : found.matches) {
    const std::string& key = filled.key_of.at(match.entry.id);
    answer.found.push_back(key);
    const bool right =
        std::find(question.expect.begin(), question.expect.end(), key) != question.expect.end();
    if (right && answer.place == 0) answer.place = answer.found.size();
  }
  if (question.expect.empty()) answer.place = found.good ? 0 : 1;
  return answer;
}

void count(Evaluation& evaluation, const Answered& answer) {
  for (const char* kind : {answer.question->kind.c_str(), "all"}) {
    Score& score = evaluation.scores[{answer.question->half, kind}];
    ++score.questions;
    if (answer.place == 1) ++score.first;
    if (answer.place >= 1 && answer.place <= 5) ++score.among_five;
    if (answer.place > 0) score.reciprocal += 1 / static_cast<double>(answer.place);
  }
}

/// Records that stand before the one in their place.
int upside_down(const Matches& found) {
  int wrong = 0;
  for (std::size_t at = 0; at < found.matches.size(); ++at)
    for (std::size_t later = at + 1; later < found.matches.size(); ++later)
      if (found.matches[at].entry.superseded_by == found.matches[later].entry.id) ++wrong;
  return wrong;
}

}  // namespace

base::Result<Evaluation> evaluate(const EvalSet& set) {
  Filled filled;
  TRY(fill(filled, set));
  Evaluation evaluation;
  for (const EvalQuestion& question : set.questions) {
    const Matches found = TRY(ask(filled, question, false));
    const Matches with_superseded = TRY(ask(filled, question, true));
    evaluation.upside_down += upside_down(with_superseded);
    for (const Match& match : found.matches)
      if (filled.project_of.at(match.entry.id) != question.project) ++evaluation.foreign;
    evaluation.answers.push_back(answered(filled, question, found));
    count(evaluation, evaluation.answers.back());
  }
  return evaluation;
}

std::string table_of(const Evaluation& evaluation) {
  std::string table = "half        class        questions  hit@1  hit@5  MRR\n";
  for (const auto& [group, score] : evaluation.scores) {
    table += base::format("{:<11} {:<12} {:>9}  {:5.2f}  {:5.2f}  {:4.2f}\n",
                          group.first,
                          group.second,
                          score.questions,
                          score.hit_at_1(),
                          score.hit_at_5(),
                          score.mrr());
  }
  return table + base::format(
                     "records of other projects found: {}\n"
                     "superseded records above their successors: {}\n",
                     evaluation.foreign,
                     evaluation.upside_down);
}

std::string misses_of(const Evaluation& evaluation, const std::string& half) {
  std::string text;
  for (const Answered& answer : evaluation.answers) {
    if (answer.question->half != half || (answer.place >= 1 && answer.place <= 5)) continue;
    text += base::format("{}: {}\n  expected", answer.question->kind, answer.question->question);
    for (const std::string& key : answer.question->expect)
      text += " " + key;
    text += base::format(" (place {}); found, {:.2f}:", answer.place, answer.strength);
    for (const std::string& key : answer.found)
      text += " " + key;
    text += "\n";
  }
  return text;
}

}  // namespace memory
