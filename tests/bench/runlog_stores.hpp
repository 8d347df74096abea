#pragma once
// Run logs for the benchmarks.

#include <filesystem>
#include <memory>

#include "bench/contestants.hpp"
#include "bench/runlog_events.hpp"
#include "mcp-runlog/run_log.hpp"

namespace bench {

/// The store of a state directory.
std::filesystem::path runlog_file(const std::filesystem::path& home);

/// SQL of all tables of a run log.
std::string runlog_schema();

std::shared_ptr<runlog::RunLog> run_log_in(const std::filesystem::path& home);

/// Commits it, or throws.
void store(runlog::RunStore& runs, const runlog::Delivery& delivery);
void take(runlog::RunLog& run_log, runlog::Delivery delivery);

/// So many events, from the first on, in batches.
void fill(runlog::RunStore& runs, const RunEvents& events, std::uint64_t count);

/// A store of so many short events, made once and kept. Must not be changed; throws if it cannot be
/// made.
std::filesystem::path large_run_log(const Contestants& contestants, std::uint64_t events);

/// What the large stores are made of.
const RunEvents& short_events();

}  // namespace bench
