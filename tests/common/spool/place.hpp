#pragma once
// A spool in a directory of its own, and what it hands over.

#include <string>
#include <vector>

#include "spool/spool.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace place {

using Lines = std::vector<std::string>;

struct Place {
  support::TemporaryDirectory directory;
  spool::Spool spool{directory.path() / "spool"};

  Place() { REQUIRE(spool.make()); }

  std::filesystem::path file() const { return spool.directory() / "events.jsonl"; }

  std::size_t taken_over() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(spool.directory()))
      count += entry.path().extension() == ".draining" ? 1 : 0;
    return count;
  }
};

inline base::Result<void> append(const spool::Spool& spool, const Lines& lines) {
  return spool.append(lines);
}

/// Everything that it hands over, without an error.
inline Lines drained(const spool::Spool& spool, std::size_t lines_max = 1000) {
  Lines all;
  const auto done =
      spool.drain(lines_max, [&](std::span<const std::string_view> lines) -> base::Result<void> {
        CHECK(lines.size() <= lines_max);
        all.insert(all.end(), lines.begin(), lines.end());
        return {};
      });
  CHECK(done);
  return all;
}

}  // namespace place
