#pragma once
// Time is passed in, never looked up: production hands out system_clock(), a test hands out a clock
// that it ticks by hand. Instants are UTC with millisecond precision.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Clock = std::function<Instant()>;

Clock system_clock();

/// 2026-11-22T20:27:04.123Z
std::string to_iso(Instant instant);

/// Reads 2026-11-22, 2026-11-22T20:27Z, 2026-11-22T20:27:04.123Z or a numeric offset in place of Z.
/// A time without offset is UTC. Nothing else is accepted.
std::optional<Instant> parse_iso(std::string_view text);

/// Reads a span of time such as 90s, 15m, 36h, 7d or 2w.
std::optional<std::chrono::milliseconds> parse_span(std::string_view text);

}  // namespace base
