#pragma once
// A memory with everything in it that can be exported, and the commands that move it.

#include <fstream>
#include <string>
#include <vector>

#include "desk.hpp"
#include "support/text.hpp"
#include "wire.hpp"

namespace moving {

inline constexpr const char* run_id = "01234567-89ab-7def-8123-456789abcdef";

inline std::string member(const std::string& name, const std::string& value) {
  return "\"" + name + "\":" + json::quoted(value);
}

inline std::string object(const std::vector<std::string>& members) {
  std::string json;
  for (const std::string& one : members)
    json.append(json.empty() ? "{" : ",").append(one);
  return json + "}";
}

/// Nearly as large as a record may be.
inline std::string large_decision() {
  std::string record = sample::decision("A very long decision");
  record = sample::with(record, "context", sample::text_json(500, "a \xC3\xA4 "));
  record = sample::with(record, "consequences", sample::list_json(10, sample::text_json(300)));
  const std::string option = object({member("name", sample::times(120, "n")),
                                     member("rejected_because", sample::times(500, "r"))});
  record = sample::with(record, "options", sample::list_json(8, option));
  return sample::with(record, "refs", sample::list_json(20, sample::text_json(300, "u")));
}

inline std::string many_steps() {
  const std::string step = object({member("action", sample::times(250, "\xE2\x9C\x93\xC2\xA0")),
                                   member("command", "printf '%s\\n' \"$HOME\"\t| sort")});
  return sample::with(sample::runbook("A long runbook"), "steps", sample::list_json(20, step));
}

/// The ids of what the tests look at again.
struct Known {
  std::string pattern;
  std::string runbook;
  std::string oldest;  ///< superseded by middle, that by newest
  std::string middle;
  std::string newest;
  std::string revised;
  std::string purged;
  std::string elsewhere;  ///< in project blog
};

inline void revise(const desk::Desk& desk,
                   const std::string& id,
                   int from,
                   const std::string& set) {
  desk.must(
      "update_record",
      object(
          {member("id", id), "\"expected_revision\":" + std::to_string(from), "\"set\":" + set}));
}

inline void link(const desk::Desk& desk,
                 const std::string& from,
                 const std::string& relation,
                 const std::string& to,
                 bool remove = false) {
  desk.must("link_records",
            object({member("from", from),
                    member("relation", relation),
                    member("to", to),
                    member("note", "seen in \xE6\x97\xA5\xE6\x9C\xAC \"logs\""),
                    std::string("\"remove\":") + (remove ? "true" : "false")}));
}

inline void confirm(const desk::Desk& desk, const std::string& id, const std::string& outcome) {
  desk.must("confirm_record",
            object({member("id", id),
                    member("outcome", outcome),
                    member("evidence", "Tried it: " + outcome + ".")}));
}

inline std::string supersede(const desk::Desk& desk,
                             const std::string& id,
                             const std::string& record) {
  return desk
      .must("supersede_record",
            object({member("id", id), member("reason", "Things changed."), "\"record\":" + record}))
      .member("id");
}

inline void write_in_run(const desk::Desk& desk) {
  memory::Draft draft;
  draft.title = "Written in a run";
  draft.summary = "It has run and trace.";
  draft.context = draft.decision = draft.rationale = "Because.";
  const memory::Author author{"devbot", "shop", run_id, "4bf92f3577b34da6a3ce929d0e0e4736"};
  REQUIRE(desk.memory().write({}, draft, author));
}

inline void purge(const desk::Desk& desk, const std::string& id) {
  const memory::Occasion occasion{{"local", {}, {}, {}}, desk.memory().now()};
  REQUIRE(desk.memory().records().value()->purge({}, id, "It named a person.", occasion));
}

inline Known fill(const desk::Desk& desk) {
  const desk::Desk reviewer = desk.beside("shop", "reviewer");
  Known known;
  known.pattern =
      desk.write(sample::pattern("R\xC3\xA9"
                                 "essayer \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"));
  known.runbook = desk.write(many_steps());
  known.revised = desk.write(large_decision());
  known.purged = desk.write(sample::decision("To be purged"));
  known.elsewhere = desk.beside("blog", "writer").write(sample::incident("Another project's"));
  desk.write(sample::incident("Checkout failed"));
  write_in_run(desk);
  revise(desk, known.revised, 1, R"({"status":"proposed"})");
  revise(desk, known.revised, 2, R"({"tags":["one","two"],"scope":["src/**"]})");
  known.oldest = desk.write(sample::decision("The first choice"));
  known.middle = supersede(reviewer, known.oldest, sample::decision("The second choice"));
  known.newest = supersede(desk, known.middle, sample::decision("The third choice"));
  link(desk, known.pattern, "implements", known.revised);
  link(reviewer, known.pattern, "implements", known.revised, true);
  link(desk, known.pattern, "implements", known.revised);
  link(desk, known.purged, "relates_to", known.pattern);
  confirm(reviewer, known.pattern, "failed");
  confirm(reviewer, known.pattern, "worked");
  confirm(desk, known.runbook, "worked");
  purge(desk, known.purged);
  return known;
}

using support::joined;

inline std::string exported(const std::filesystem::path& home, const std::string& project = {}) {
  std::vector<std::string> words = {"export"};
  if (project.empty()) words.emplace_back("--all");
  const auto finished = wire::run(home, words, {{"AGENT_SMITH_PROJECT", project}});
  INFO(finished.errors);
  REQUIRE(finished.exit_code == 0);
  return joined(finished.lines);
}

/// Exit code, what was printed, and what was refused on stderr.
inline support::Finished import(const std::filesystem::path& home, const std::string& text) {
  const support::TemporaryDirectory directory;
  return wire::run(home, {"import", directory.write("export.jsonl", text).string()});
}

inline std::string counted(int now, int before, int refused) {
  return std::to_string(now) + " changes brought in, " + std::to_string(before) +
         " were there already, " + std::to_string(refused) + " refused\n";
}

inline int lines_in(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace moving
