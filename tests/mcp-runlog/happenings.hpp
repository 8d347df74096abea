#pragma once
// Events for tests, with as little as matters.

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "mcp-runlog/event.hpp"
#include "mcp-runlog/format/run_facts.hpp"

namespace happenings {

inline constexpr const char* run_a = "0199c0de-0000-7000-8000-00000000000a";
inline constexpr const char* run_b = "0199c0de-0000-7000-8000-00000000000b";
inline constexpr const char* session = "0199c0de-0000-7000-8000-0000000000c0";

/// So many milliseconds after the tests' beginning of time.
inline base::Instant at(std::int64_t milliseconds) {
  return base::Instant(std::chrono::milliseconds(1'790'000'000'000 + milliseconds));
}

inline runlog::Event event(runlog::Source source,
                           const std::string& native_id,
                           runlog::Kind kind,
                           std::int64_t milliseconds) {
  runlog::Event event;
  event.id = runlog::event_id(source, native_id);
  event.source = source;
  event.clock = "host:one";
  event.at = at(milliseconds);
  event.kind = kind;
  event.title = native_id;
  event.agent = "devbot";
  return event;
}

/// Of a run that the source names.
inline runlog::Event of_run(const std::string& run_id, runlog::Event event) {
  event.run_id = run_id;
  return event;
}

inline runlog::Event of_run_a(runlog::Event event) {
  return of_run(run_a, std::move(event));
}

inline runlog::Event of_session(const std::string& session_id,
                                const std::string& prompt_id,
                                runlog::Event event) {
  event.session_id = session_id;
  event.prompt_id = prompt_id;
  return event;
}

inline runlog::Event note(const std::string& native_id, std::int64_t milliseconds) {
  return event(runlog::Source::mcp, native_id, runlog::Kind::note, milliseconds);
}

inline runlog::Event start(const std::string& run_id,
                           std::int64_t milliseconds,
                           const runlog::StartFacts& facts = {.title = "Mend the build"}) {
  auto made = event(runlog::Source::wrap, "start " + run_id, runlog::Kind::run_start, milliseconds);
  made.run_id = run_id;
  made.body_json = runlog::start_body(facts);
  return made;
}

inline runlog::Event finish(const std::string& run_id,
                            std::int64_t milliseconds,
                            const runlog::FinishFacts& facts,
                            const std::string& native_id = "finish") {
  auto made =
      event(runlog::Source::wrap, native_id + " " + run_id, runlog::Kind::run_finish, milliseconds);
  made.run_id = run_id;
  made.body_json = runlog::finish_body(facts);
  return made;
}

/// Start or end of a tool call, as a hook tells it.
inline runlog::Event tool(const std::string& tool_use_id,
                          runlog::Kind kind,
                          std::int64_t milliseconds) {
  auto made = event(runlog::Source::hook,
                    tool_use_id + " " + std::string(runlog::name_of(kind)),
                    kind,
                    milliseconds);
  made.tool_use_id = tool_use_id;
  made.tool = "Bash";
  return made;
}

inline runlog::Event edit(const std::string& path, std::int64_t milliseconds) {
  auto made = event(runlog::Source::hook, "edit " + path, runlog::Kind::file_edit, milliseconds);
  made.file_path = path;
  made.body_json = R"({"patch":"@@ -1 +1 @@\n-a\n+b\n"})";
  return made;
}

/// The same ones in another order, which the seed decides.
template <class T>
std::vector<T> shuffled(std::vector<T> all, unsigned seed) {
  std::mt19937 random(seed);
  std::shuffle(all.begin(), all.end(), random);
  return all;
}

}  // namespace happenings
