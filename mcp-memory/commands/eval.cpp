#include "mcp-memory/commands.hpp"
#include "mcp-memory/evaluation/evaluation.hpp"

namespace memory {
namespace {

base::Result<std::string> evaluate_set(const app::Words& words) {
  const EvalSet set = TRY(read_eval_set(words.at("directory")));
  const Evaluation evaluation = TRY(evaluate(set));
  if (words.has("misses")) return misses_of(evaluation, words.at("misses"));
  return table_of(evaluation);
}

}  // namespace

app::Command eval_command(const Setting&) {
  return {.name = "eval",
          .help = "Judge search by a set of records and questions, in a memory of its own",
          .options = {{.name = "directory",
                       .help = "Has records.jsonl and questions.jsonl",
                       .positional = true,
                       .required = true,
                       .is_path = true},
                      {.name = "misses",
                       .help = "List what was not found among the first five, of this half"}},
          .run = [](const app::Words& words) { return report(evaluate_set(words)); }};
}

}  // namespace memory
