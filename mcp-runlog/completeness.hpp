#pragma once
// Completeness: what the timeline of a run can be trusted for. Which sources should have told of it
// and did, which were silent or failing and why; so that a gap is never taken for nothing
// happening.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mcp-runlog/run.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "mcp-runlog/tool_calls.hpp"

namespace runlog {

enum class Presence {
  seen,
  silent,  ///< expected, and nothing came
  failing  ///< expected or seen, and its feed could not deliver during the run
};

inline constexpr std::array<std::string_view, 3> presence_names = {"seen", "silent", "failing"};

std::string_view name_of(Presence presence);

/// Of one source that was seen or expected.
struct SourceReport {
  Source source;
  Presence presence = Presence::seen;
  bool expected = false;
  std::int64_t events = 0;
  std::optional<base::Instant> first_at = {};
  std::optional<base::Instant> last_at = {};
  std::string reason = {};  ///< why it was expected, and what is known of its silence or failure
};

struct Completeness {
  std::vector<SourceReport> sources;   ///< in the order of Source
  std::vector<std::string> gaps = {};  ///< "the end of Bash toolu_1 was never told", one line each
  bool complete() const;               ///< nothing expected is silent or failing, and no gaps
};

/// What is known beside a run itself.
struct Expectations {
  std::vector<FeedStanding> feeds = {};
  std::vector<Outage> outages = {};  ///< those that touch the time of the run
  std::vector<Source> always = {};   ///< every run must have events of these (runlog.yaml)
};

Completeness completeness_of(const Run& run,
                             const Timeline& timeline,
                             const std::vector<ToolCall>& calls,
                             const Expectations& expectations);

}  // namespace runlog
