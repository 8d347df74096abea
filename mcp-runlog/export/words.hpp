#pragma once
// How times, sizes and amounts are said in every form in which a run is shown. A function of the
// story alone, so that the same run gives the same bytes wherever it is exported.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "mcp-runlog/story.hpp"

namespace runlog {

/// "850 ms", "12.3 s", "4 min 05 s", "2 h 03 min", "3 d 04 h".
std::string duration_words(std::chrono::milliseconds duration);

/// Against the beginning of the run: "+0:01.250", "-0:00.300", "+1:02:03.004".
std::string offset_words(std::chrono::milliseconds offset);

/// "2026-11-22 20:27:04 UTC".
std::string instant_words(base::Instant instant);

/// "812 B", "9.8 kB", "1.2 MB"; a kB is 1000 bytes.
std::string bytes_words(std::int64_t bytes);

/// "$1.24", "$0.0031".
std::string money_words(double usd);

/// "1,204,117".
std::string number_words(std::int64_t number);

/// "1 tool call", "1,204 tool calls".
std::string count_words(std::int64_t count, std::string_view noun);

/// Agent and who acted within it: "devbot / explorer"; the source if neither is known.
std::string who_words(const Event& event);

/// "done", "failed", "denied", "end not told".
std::string_view state_words(ToolCall::State state);

/// How a clock was set right: "2.0 s were added to its times, right within 40 ms".
std::string clock_words(const ClockOffset& offset);

/// What the times of a run are counted from: its start, or its first event.
base::Instant origin_of(const Story& story);

}  // namespace runlog
