#include "mcp-memory/evaluation/eval_set.hpp"

#include <fstream>
#include <unordered_set>

#include "base/format.hpp"
#include "json/fields.hpp"
#include "mcp-memory/record_shape.hpp"

namespace memory {
namespace {

using json::field;

const json::Shape<EvalRecord>& shape_of(const EvalRecord*) {
  static const json::Shape<EvalRecord> shape{{
      field("key", &EvalRecord::key).characters(1, 100),
      field("project", &EvalRecord::project).characters(1, 200),
      field("agent", &EvalRecord::agent).characters(1, 32),
      field("at", &EvalRecord::at).characters(10, 40).form(time_form()),
      field("record", &EvalRecord::record),
      field("supersedes", &EvalRecord::supersedes).characters(1, 100).optional(),
  }};
  return shape;
}

const json::Shape<EvalQuestion>& shape_of(const EvalQuestion*) {
  static const json::Shape<EvalQuestion> shape{{
      field("class", &EvalQuestion::kind).characters(1, 40),
      field("half", &EvalQuestion::half).characters(1, 40).optional(),
      field("project", &EvalQuestion::project).characters(1, 200),
      field("question", &EvalQuestion::question).characters(1, 2000),
      field("expect", &EvalQuestion::expect).characters(1, 100),
      field("as_of", &EvalQuestion::as_of).characters(10, 40).form(time_form()).optional(),
  }};
  return shape;
}

std::string sentence_of(const std::vector<json::Violation>& violations) {
  std::string sentence;
  for (const json::Violation& violation : violations)
    sentence +=
        base::format("{}{}: {}", sentence.empty() ? "" : "; ", violation.pointer, violation.what);
  return sentence;
}

template <class T>
base::Result<T> read_line(const std::string& line, const std::string& place) {
  const auto document = json::parse(line);
  if (!document) return base::invalid(place + ": " + document.error().message);
  auto decoded = shape_of(static_cast<const T*>(nullptr)).decode(document->root());
  if (const auto* rejection = std::get_if<json::Rejection>(&decoded))
    return base::invalid(place + ": " + sentence_of(rejection->violations));
  return std::get<T>(std::move(decoded));
}

template <class T>
base::Result<std::vector<T>> read_lines(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream)
    return base::invalid(base::format(
        "{}: cannot be read; a set has records.jsonl and questions.jsonl", file.native()));
  std::vector<T> values;
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (line.empty()) continue;
    values.push_back(TRY(read_line<T>(line, base::format("{}:{}", file.native(), number))));
  }
  return values;
}

base::Result<void> check_keys(const EvalSet& set) {
  std::unordered_set<std::string> keys;
  for (const EvalRecord& record : set.records) {
    if (!record.supersedes.empty() && !keys.contains(record.supersedes))
      return base::invalid(base::format(
          "record {} supersedes {}, which does not come before it", record.key, record.supersedes));
    if (!keys.insert(record.key).second)
      return base::invalid(base::format("the key {} is there twice", record.key));
  }
  for (const EvalQuestion& question : set.questions)
    for (const std::string& key : question.expect)
      if (!keys.contains(key))
        return base::invalid(
            base::format("\"{}\" expects {}, which no record is called", question.question, key));
  return {};
}

}  // namespace

base::Result<EvalSet> read_eval_set(const std::filesystem::path& directory) {
  EvalSet set{.records = TRY(read_lines<EvalRecord>(directory / "records.jsonl")),
              .questions = TRY(read_lines<EvalQuestion>(directory / "questions.jsonl"))};
  TRY(check_keys(set));
  return set;
}

}  // namespace memory
