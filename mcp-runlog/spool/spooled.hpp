#pragma once
// What lines of the spool say. The only thing known of them is that somebody appended them.

#include <span>
#include <string_view>
#include <vector>

#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

/// One delivery for each feed: events of one source and one clock, in the order of the lines. Lines
/// that cannot be read are events of kind raw in a delivery of their own, which counts them.
std::vector<Delivery> deliveries_of(std::span<const std::string_view> lines, base::Instant now);

}  // namespace runlog
