#include "mcp-runlog/commands/hook_input.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "crew/agent.hpp"
#include "crew/run.hpp"
#include "mcp-runlog/sources/claude_hook.hpp"

namespace runlog {
namespace {

/// The whole output of a tool may be in it.
constexpr std::size_t whole_bytes_max = std::size_t{64} * 1024 * 1024;

/// Of what is longer, enough to tell where it comes from.
constexpr std::size_t beginning_bytes = std::size_t{64} * 1024;

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

}  // namespace

HookInput read_input(int from) {
  HookInput input;
  std::array<char, piece_bytes> piece{};
  while (true) {
    const ssize_t got = ::read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    const auto size = static_cast<std::size_t>(got);
    input.bytes += got;
    input.text.append(piece.data(), std::min(size, whole_bytes_max - input.text.size()));
  }
  if (static_cast<std::size_t>(input.bytes) > input.text.size()) input.text.resize(beginning_bytes);
  return input;
}

Surroundings surroundings_of_hook(base::Instant now) {
  Surroundings surroundings{.clock = "host:" + base::host_name(), .at = now};
  if (const auto agent = crew::agent_name(base::env("AGENT_NAME"), std::nullopt))
    surroundings.agent = *agent;
  surroundings.run_id = crew::run_context("", "", base::env("RUN_ID").value_or("")).run_id;
  if (surroundings.run_id.empty())
    surroundings.run_id = crew::run_context("", base::env("TRACEPARENT").value_or(""), "").run_id;
  return surroundings;
}

Read events_of(const HookInput& input, const Surroundings& surroundings) {
  if (base::trimmed(input.text).empty()) return {};
  Read read = read_hook(input.text, surroundings);
  if (static_cast<std::size_t>(input.bytes) == input.text.size()) return read;
  for (Event& event : read.events) {
    event.original_bytes = input.bytes;
    event.title = base::format("a hook's input of {} bytes, too long to be read", input.bytes);
  }
  return read;
}

}  // namespace runlog
