#pragma once
// What the bodies of run.start and run.finish events say: the contract between the sources that
// tell of runs and the store, which sums them up.

#include <string>
#include <string_view>

#include "mcp-runlog/run.hpp"

namespace runlog {

/// Empty texts are unknown.
struct StartFacts {
  std::string title = {};
  std::string agent = {};
  std::string trigger_key = {};  ///< what must not begin a second run, such as a room and an event
  std::string parent_run_id = {};

  friend bool operator==(const StartFacts&, const StartFacts&) = default;
};

struct FinishFacts {
  Status status = Status::ok;  ///< ok, failed, cancelled or timeout
  std::string outcome = {};
  /// Said by somebody who can only guess, for instance because a session ended. Counts only if
  /// nobody said better, and nothing happened afterwards.
  bool hint = false;

  friend bool operator==(const FinishFacts&, const FinishFacts&) = default;
};

/// `more_json`: further members, as JSON text of an object; may be empty.
std::string start_body(const StartFacts& facts, std::string_view more_json = {});
std::string finish_body(const FinishFacts& facts, std::string_view more_json = {});

/// Whatever the body says: what is missing or of the wrong kind is unknown; a status that is none
/// counts as failed.
StartFacts start_facts(std::string_view body_json);
FinishFacts finish_facts(std::string_view body_json);

}  // namespace runlog
