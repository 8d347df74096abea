#pragma once
// Digest: what a new session should know first.

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/memory.hpp"

namespace memory {

/// A list of a digest is cut here.
inline constexpr std::size_t digest_entries_max = 30;

struct DigestWanted {
  std::string project;
  std::string agent;                       ///< whose own changes are left out
  std::vector<std::string> paths = {};     ///< what concerns one of them comes first in each list
  std::vector<std::string> triggers = {};  ///< runbooks for these come first
};

/// Each list newest first, but for what was asked for.
struct Digest {
  std::vector<Entry> open_incidents;
  std::vector<Entry> decisions;
  std::vector<Entry> runbooks;
  std::vector<Entry> patterns;   ///< established, or confirmed by two agents and more
  std::vector<Entry> by_others;  ///< records that others changed since the agent's acknowledgement,
                                 ///< and that are not in the lists above; status: what they did
};

/// Changes nothing; the same memory gives the same digest.
base::Result<Digest> digest_of(std::stop_token stop, Memory& memory, const DigestWanted& wanted);

/// True if an entry of the scope is this path, a folder above it, or a glob that it matches.
bool concerns(const std::vector<std::string>& scope, const std::string& path);

}  // namespace memory
